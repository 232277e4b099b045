package io.sensormine.identity.key;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.sensormine.contracts.Page;
import io.sensormine.kit.list.Pages;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.tenant.AnyTenant;
import io.sensormine.kit.tenant.TenantContext;
import io.swagger.v3.oas.annotations.Operation;
import java.util.List;
import java.util.UUID;

@Controller("/api/v1/signing-keys")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured(Roles.PLATFORM_ADMIN)
@AnyTenant
class SigningKeyController {
  private static final String WHO = "Roles: PLATFORM_ADMIN.";

  private final SigningKeys keys;
  private final SigningKeyStore store;
  private final SigningKeyRepository repository;

  SigningKeyController(SigningKeys keys, SigningKeyStore store, SigningKeyRepository repository) {
    this.keys = keys;
    this.store = store;
    this.repository = repository;
  }

  @Get
  @Operation(
      summary = "List the keys that sign tokens, youngest first",
      description = WHO + " Retired ones are among them; no key material is.")
  Page<SigningKeyView> list(
      @Nullable @QueryValue Integer limit, @Nullable @QueryValue String cursor) {
    var page = Pages.of(limit, cursor);
    var rows = repository.page(Pages.before(page), page.rowsToRead());
    return page.page(
        rows.stream().map(SigningKeyView::of).toList(), key -> List.of(key.id().toString()));
  }

  @Post("/rotate")
  @Operation(
      summary = "Make the key that signs next",
      description =
          WHO
              + " It is published at once and signs once every verifier has seen it; until then"
              + " another call answers the same key.")
  SigningKeyView rotate(Authentication caller) {
    var next = TenantContext.outside(() -> store.rotate(caller.getName()));
    keys.reread();
    return SigningKeyView.of(next);
  }

  @Post("/{id}/retire")
  @Operation(
      summary = "End a key that has leaked",
      description =
          WHO
              + " Whatever it has signed is refused within a minute, and its successor signs at"
              + " once. A key that is retired already stays as it is.")
  SigningKeyView retire(@PathVariable UUID id, Authentication caller) {
    var ended =
        TenantContext.outside(() -> store.end(id, caller.getName()))
            .orElseThrow(() -> ProblemException.notFound("signing key"));
    keys.reread();
    return SigningKeyView.of(ended);
  }
}

package io.sensormine.identity.user;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.sensormine.contracts.Page;
import io.sensormine.identity.BrokenConstraint;
import io.sensormine.kit.list.Pages;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.tenant.AnyTenant;
import io.sensormine.kit.tenant.TenantContext;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import java.net.URI;
import java.util.List;
import java.util.UUID;

/** Whichever tenant the header names, platform admins are of none. */
@Controller(PlatformAdminController.PATH)
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured(Roles.PLATFORM_ADMIN)
@AnyTenant
class PlatformAdminController {
  static final String PATH = "/api/v1/platform-admins";
  private static final String WHO = "Roles: PLATFORM_ADMIN.";

  private final Users users;
  private final UserRepository repository;
  private final GivenPasswords passwords;

  PlatformAdminController(Users users, UserRepository repository, GivenPasswords passwords) {
    this.users = users;
    this.repository = repository;
    this.passwords = passwords;
  }

  @Post
  @Status(HttpStatus.CREATED)
  @Operation(
      summary = "Make a platform admin",
      description = WHO + " 403 where people sign in at an OpenID Connect provider.")
  HttpResponse<UserView> create(@Body @Valid CreatePlatformAdmin request, Authentication caller) {
    var hash =
        TenantContext.outside(
            () -> passwords.hash(request.password(), request.email(), request.displayName()));
    var admin =
        BrokenConstraint.explained(() ->
            TenantContext.outside(
                () -> users.createPlatformAdmin(request, hash, caller.getName())));
    return HttpResponse.created(UserView.of(admin), URI.create(PATH + "/" + admin.id()));
  }

  @Get
  @Operation(summary = "List the platform admins, oldest first", description = WHO)
  Page<UserView> list(@Nullable @QueryValue Integer limit, @Nullable @QueryValue String cursor) {
    var page = Pages.of(limit, cursor);
    var rows =
        TenantContext.outside(() -> repository.ofPlatform(Pages.after(page), page.rowsToRead()));
    return page.page(
        rows.stream().map(UserView::of).toList(), admin -> List.of(admin.id().toString()));
  }

  @Get("/{id}")
  @Operation(summary = "Read a platform admin", description = WHO)
  UserView read(@PathVariable UUID id) {
    return TenantContext.outside(() -> repository.findById(id))
        .map(UserView::of)
        .orElseThrow(PlatformAdminController::missing);
  }

  @Patch("/{id}")
  @Operation(
      summary = "Change a platform admin's name or password",
      description = WHO + " A new password unlocks them and ends every session.")
  UserView change(
      @PathVariable UUID id, @Body @Valid ChangePlatformAdmin request, Authentication caller) {
    return TenantContext.outside(
            () -> {
              var hash =
                  passwords.replacement(
                      id,
                      request.password(),
                      request.displayName(),
                      PlatformAdminController::missing);
              return users.change(id, request.ofUser(), hash, caller.getName());
            })
        .map(UserView::of)
        .orElseThrow(PlatformAdminController::missing);
  }

  @Delete("/{id}")
  @Status(HttpStatus.NO_CONTENT)
  @Operation(
      summary = "Delete a platform admin, ending every session",
      description = WHO + " 409 for the last one.")
  void delete(@PathVariable UUID id, Authentication caller) {
    if (!TenantContext.outside(() -> users.deletePlatformAdmin(id, caller.getName()))) {
      throw missing();
    }
  }

  private static ProblemException missing() {
    return ProblemException.notFound("platform admin");
  }
}

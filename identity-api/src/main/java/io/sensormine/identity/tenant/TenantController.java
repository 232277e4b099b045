package io.sensormine.identity.tenant;

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
import io.sensormine.contracts.identity.Erasure;
import io.sensormine.identity.BrokenConstraint;
import io.sensormine.kit.list.Pages;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.tenant.AnyTenant;
import io.sensormine.kit.tenant.TenantContext;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.validation.Valid;
import java.net.URI;
import java.util.List;
import java.util.UUID;

@Controller(TenantController.PATH)
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured(Roles.PLATFORM_ADMIN)
@AnyTenant
class TenantController {
  static final String PATH = "/api/v1/tenants";
  private static final String WHO = "Roles: PLATFORM_ADMIN.";

  private final Tenants tenants;
  private final TenantRepository repository;

  TenantController(Tenants tenants, TenantRepository repository) {
    this.tenants = tenants;
    this.repository = repository;
  }

  @Post
  @Status(HttpStatus.CREATED)
  @Operation(summary = "Make a tenant", description = WHO)
  HttpResponse<Tenant> create(@Body @Valid CreateTenant request, Authentication caller) {
    var tenant = BrokenConstraint.explained(() -> tenants.create(request, caller.getName()));
    return HttpResponse.created(tenant, URI.create(PATH + "/" + tenant.id()));
  }

  @Get
  @Operation(summary = "List the tenants, oldest first", description = WHO)
  Page<Tenant> list(@Nullable @QueryValue Integer limit, @Nullable @QueryValue String cursor) {
    var page = Pages.of(limit, cursor);
    return page.page(
        repository.page(Pages.after(page), page.rowsToRead()),
        tenant -> List.of(tenant.id().toString()));
  }

  @Get("/{id}")
  @Operation(summary = "Read a tenant", description = WHO)
  Tenant read(@PathVariable UUID id) {
    return repository.findById(id).orElseThrow(TenantController::missing);
  }

  @Patch("/{id}")
  @Operation(summary = "Rename, suspend or resume a tenant", description = WHO)
  Tenant change(@PathVariable UUID id, @Body @Valid ChangeTenant request, Authentication caller) {
    return tenants.change(id, request, caller.getName()).orElseThrow(TenantController::missing);
  }

  @Delete("/{id}")
  @Operation(
      summary = "Suspend a tenant, or erase it with all its data",
      description =
          WHO
              + " Suspended, its data stay, and PATCH with status ACTIVE lets it work again. With"
              + " `erase=true` it is suspended for good and its data are deleted in every service, in"
              + " the background; the receipt tells how far that is.")
  @ApiResponse(responseCode = "204", description = "It is suspended.")
  @ApiResponse(
      responseCode = "202",
      description = "It is being erased; `Location` leads to the receipt.",
      content = @Content(schema = @Schema(implementation = Erasure.class)))
  HttpResponse<Erasure> remove(
      @PathVariable UUID id, @Nullable @QueryValue Boolean erase, Authentication caller) {
    if (Boolean.TRUE.equals(erase)) {
      var erasure =
          TenantContext.outside(() -> tenants.erase(id, caller.getName()))
              .orElseThrow(TenantController::missing);
      return HttpResponse.<Erasure>accepted(URI.create("/api/v1/erasures/" + erasure.id()))
          .body(erasure);
    }
    var suspended = new ChangeTenant(null, TenantStatus.SUSPENDED);
    if (tenants.change(id, suspended, caller.getName()).isEmpty()) {
      throw missing();
    }
    return HttpResponse.noContent();
  }

  private static ProblemException missing() {
    return ProblemException.notFound("tenant");
  }
}

package io.sensormine.device.credential;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.sensormine.contracts.Page;
import io.sensormine.device.device.Devices;
import io.sensormine.kit.list.Pages;
import io.sensormine.kit.security.Caller;
import io.sensormine.kit.security.Roles;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

@Controller("/api/v1/devices/{id}/credentials")
@ExecuteOn(TaskExecutors.BLOCKING)
class DeviceCredentialController {
  private final Credentials credentials;
  private final CredentialRepository rows;
  private final Devices devices;
  private final Clock clock;

  DeviceCredentialController(
      Credentials credentials, CredentialRepository rows, Devices devices, Clock clock) {
    this.credentials = credentials;
    this.rows = rows;
    this.devices = devices;
    this.clock = clock;
  }

  @Post
  @Secured({Roles.TENANT_ADMIN, Roles.OPERATOR, Roles.PLATFORM_ADMIN})
  @Operation(
      summary = "Issue a credential to a device; its token is told here only",
      description = "Roles: TENANT_ADMIN, OPERATOR, PLATFORM_ADMIN.")
  HttpResponse<Credential> issue(
      @PathVariable UUID id,
      @Body @Valid CredentialRequest request,
      Authentication authentication) {
    var actor = Caller.of(authentication).subject();
    var issued = credentials.issue(id, request.terms(clock.instant()), actor);
    return HttpResponse.created(
        issued, URI.create("/api/v1/devices/%s/credentials/%s".formatted(id, issued.id())));
  }

  @Get
  @Secured({Roles.TENANT_ADMIN, Roles.OPERATOR, Roles.ANALYST, Roles.PLATFORM_ADMIN})
  @Operation(
      summary = "List a device's credentials, revoked ones too, oldest first",
      description = "Roles: TENANT_ADMIN, OPERATOR, ANALYST, PLATFORM_ADMIN.")
  Page<Credential> list(
      @PathVariable UUID id,
      @Nullable @QueryValue Integer limit,
      @Nullable @QueryValue String cursor) {
    var page = Pages.of(limit, cursor);
    var after = Pages.after(page);
    devices.requireKnown(id);
    return page.page(
        rows.ofDevice(id, after, page.rowsToRead()).stream().map(Credential::of).toList(),
        credential -> List.of(credential.id().toString()));
  }

  @Get("/{credentialId}")
  @Secured({Roles.TENANT_ADMIN, Roles.OPERATOR, Roles.ANALYST, Roles.PLATFORM_ADMIN})
  @Operation(
      summary = "Read a device's credential",
      description = "Roles: TENANT_ADMIN, OPERATOR, ANALYST, PLATFORM_ADMIN.")
  Credential read(@PathVariable UUID id, @PathVariable UUID credentialId) {
    return credentials.read(id, credentialId);
  }

  @Delete("/{credentialId}")
  @Status(HttpStatus.NO_CONTENT)
  @Secured({Roles.TENANT_ADMIN, Roles.OPERATOR, Roles.PLATFORM_ADMIN})
  @Operation(
      summary = "Revoke a device's credential",
      description = "Roles: TENANT_ADMIN, OPERATOR, PLATFORM_ADMIN.")
  void revoke(
      @PathVariable UUID id, @PathVariable UUID credentialId, Authentication authentication) {
    credentials.revoke(id, credentialId, Caller.of(authentication).subject());
  }
}

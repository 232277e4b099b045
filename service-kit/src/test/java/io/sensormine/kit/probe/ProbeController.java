package io.sensormine.kit.probe;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.core.annotation.Introspected;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.ServerHttpRequest;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.sensormine.contracts.device.DeviceSelection;
import io.sensormine.contracts.device.DeviceSelector;
import io.sensormine.kit.http.ParameterFamily;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.tenant.AnyTenant;
import io.sensormine.kit.tenant.TenantContext;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.UUID;

@Controller("/api/v1")
@ExecuteOn(TaskExecutors.BLOCKING)
class ProbeController {
  private final ProbeClient client;

  ProbeController(ProbeClient client) {
    this.client = client;
  }

  @Introspected
  record Part(@NotBlank String name) {}

  @Introspected
  record Thing(
      @NotBlank @Size(max = 10) String name,
      @Nullable Integer size,
      @Nullable UUID owner,
      @Nullable List<@Valid @NotNull Part> parts) {}

  @Post("/things")
  @Secured({Roles.TENANT_ADMIN, Roles.PLATFORM_ADMIN})
  Map<String, Object> create(@Body @Valid Thing thing) {
    return Map.of("tenant", TenantContext.required(), "name", thing.name());
  }

  @Get("/things/{id}{?limit,deep,flat}")
  @Secured({Roles.TENANT_ADMIN, Roles.PLATFORM_ADMIN, Roles.SERVICE})
  @ParameterFamily("attr.")
  Map<String, Object> read(
      @PathVariable UUID id,
      @Nullable @QueryValue Integer limit,
      @Nullable @QueryValue Boolean deep,
      @QueryValue(defaultValue = "false") boolean flat) {
    return Map.of(
        "tenant", TenantContext.required(), "id", id, "deep", String.valueOf(deep), "flat", flat);
  }

  /** Takes any JSON. */
  @Post("/free")
  @Secured(Roles.TENANT_ADMIN)
  Map<String, Object> free(@Body JsonNode body) {
    return Map.of("type", body.getNodeType());
  }

  /** Reads its body as it arrives. */
  @Post("/upload")
  @Secured(Roles.TENANT_ADMIN)
  Map<String, Object> upload(ServerHttpRequest<?> request) throws IOException {
    try (var in = request.byteBody().toInputStream()) {
      return Map.of("bytes", in.transferTo(OutputStream.nullOutputStream()));
    }
  }

  @Get("/missing")
  @Secured(Roles.TENANT_ADMIN)
  String missing() {
    throw ProblemException.notFound("thing");
  }

  @Get("/broken")
  @Secured(Roles.TENANT_ADMIN)
  String broken() {
    throw new IllegalStateException("secret detail");
  }

  @AnyTenant
  @Get("/platform")
  @Secured(Roles.PLATFORM_ADMIN)
  Map<String, Object> platform() {
    return Map.of("tenant", TenantContext.current().map(UUID::toString).orElse("none"));
  }

  /** Calls this service itself, as another service would. */
  @Get("/relay")
  @Secured(Roles.TENANT_ADMIN)
  Map<String, Object> relay() {
    return Map.of(
        "selected", client.select(DeviceSelector.byExternalIds(List.of("a"))).items().getFirst());
  }

  @Post("/devices/select")
  @Secured(Roles.SERVICE)
  DeviceSelection select(@Body @Valid DeviceSelector selector) {
    return new DeviceSelection(
        List.of(
            new DeviceSelection.Item(
                TenantContext.required(),
                selector.externalIds() == null ? "" : selector.externalIds().getFirst(),
                "x",
                UUID.randomUUID(),
                io.sensormine.contracts.device.DeviceStatus.ACTIVE,
                List.of(),
                Map.of())),
        List.of());
  }
}

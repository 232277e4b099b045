package io.sensormine.query.latest;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.sensormine.contracts.device.DeviceSelector;
import io.sensormine.kit.security.Roles;
import io.sensormine.query.device.Devices;
import io.sensormine.query.latest.LatestStore.Newest;
import io.sensormine.query.telemetry.Refusals;
import io.sensormine.query.unit.DeclaredFields;
import io.sensormine.query.unit.SchemaVersions;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What each device said last. */
@Controller("/api/v1/query/latest")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured({Roles.TENANT_ADMIN, Roles.OPERATOR, Roles.ANALYST, Roles.PLATFORM_ADMIN})
class LatestController {
  private final Devices devices;
  private final LatestStore store;
  private final SchemaVersions versions;

  LatestController(Devices devices, LatestStore store, SchemaVersions versions) {
    this.devices = devices;
    this.store = store;
    this.versions = versions;
  }

  /**
   * Which values are asked for.
   *
   * @param fields default all
   */
  @Introspected
  record LatestRequest(
      @NotNull @Valid DeviceSelector devices,
      @Nullable @Size(min = 1, max = 100) List<@NotNull @Size(min = 1, max = 1000) String> fields) {}

  /** Every device asked for, in order of id, one without readings included. */
  @Introspected
  record LatestAnswer(List<Item> items) {}

  /** One device. */
  @Introspected
  record Item(UUID deviceId, String externalId, Map<String, Value> fields) {}

  /**
   * A field's newest value.
   *
   * @param unit that its schema version declares; null where it declares none
   */
  @Introspected
  record Value(JsonNode value, Instant time, @Nullable String unit) {}

  @Post
  @Operation(summary = "Each field's newest value, looking back over a device's newest 1,000 rows")
  LatestAnswer latest(@Body @Valid LatestRequest request) {
    var fields = request.fields();
    if (fields != null) {
      var refusals = new Refusals();
      refusals.fields("/fields", fields);
      refusals.check();
      fields = fields.stream().distinct().toList();
    }
    var selected = devices.select(request.devices());
    List<Newest> newest =
        selected.isEmpty() ? List.of() : store.newest(Devices.ids(selected), fields);
    var byDevice = byDevice(newest);
    return new LatestAnswer(
        selected.stream()
            .map(device ->
                new Item(
                    device.id(), device.externalId(), byDevice.getOrDefault(device.id(), Map.of())))
            .toList());
  }

  private Map<UUID, Map<String, Value>> byDevice(List<Newest> newest) {
    var declared =
        versions.declared(newest.stream().map(Newest::versionId).collect(Collectors.toSet()));
    var byDevice = new HashMap<UUID, Map<String, Value>>();
    for (var one : newest) {
      byDevice
          .computeIfAbsent(one.deviceId(), any -> new TreeMap<>())
          .put(
              one.field(),
              new Value(one.value(), one.time(), unit(declared.get(one.versionId()), one.field())));
    }
    return byDevice;
  }

  private static @Nullable String unit(@Nullable DeclaredFields version, String field) {
    return version == null ? null : version.unit(field).orElse(null);
  }
}

package io.sensormine.ingestion.reference;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toUnmodifiableMap;

import io.sensormine.contracts.device.DeviceSelection;
import io.sensormine.contracts.device.DeviceSelector;
import io.sensormine.contracts.device.IngestView;
import io.sensormine.kit.memory.Age;
import io.sensormine.kit.memory.Remembered;
import io.sensormine.kit.tenant.TenantContext;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A tenant's devices and their types, by device-api's word. Thread-safe. */
@Singleton
public final class Devices {
  private final DeviceClient client;
  private final Remembered<DeviceName, DeviceSelection.Item> devices;
  private final Remembered<DeviceId, DeviceSelection.Item> devicesById;
  private final Remembered<TypeId, IngestView> types;

  private record DeviceName(UUID tenantId, String externalId) {}

  private record DeviceId(UUID tenantId, UUID id) {}

  private record TypeId(UUID tenantId, UUID id) {}

  Devices(DeviceClient client, ReferenceSettings settings, Clock clock) {
    this.client = client;
    this.devices =
        new Remembered<>(
            "device-api",
            settings.maxDevices(),
            settings.freshDevices(),
            settings.staleness(),
            clock);
    this.devicesById =
        new Remembered<>(
            "device-api",
            settings.maxDevices(),
            settings.freshDevices(),
            settings.staleness(),
            clock);
    this.types =
        new Remembered<>(
            "device-api", settings.maxTypes(), settings.freshTypes(), settings.staleness(), clock);
  }

  /**
   * Devices by their external ids, all that have to be asked for in one call; those that the tenant
   * does not have are not in the answer.
   *
   * @param externalIds at most 10,000
   */
  public Map<String, DeviceSelection.Item> byExternalIds(
      UUID tenantId, Collection<String> externalIds, Age age) {
    var names = externalIds.stream().map(id -> new DeviceName(tenantId, id)).toList();
    var found = devices.all(names, tenantId, age, missing -> select(tenantId, missing));
    Map<String, DeviceSelection.Item> byId = HashMap.newHashMap(found.size());
    found.forEach((name, device) -> byId.put(name.externalId(), device));
    return byId;
  }

  private Map<DeviceName, DeviceSelection.Item> select(UUID tenantId, List<DeviceName> names) {
    var selector =
        DeviceSelector.byExternalIds(names.stream().map(DeviceName::externalId).toList());
    var selected = selected(tenantId, selector).orElse(List.of());
    Map<DeviceName, DeviceSelection.Item> byName = HashMap.newHashMap(selected.size());
    selected.forEach(device -> byName.put(new DeviceName(tenantId, device.externalId()), device));
    return byName;
  }

  /** The same by their ids. */
  public Map<UUID, DeviceSelection.Item> byIds(UUID tenantId, Collection<UUID> ids, Age age) {
    var keys = ids.stream().map(id -> new DeviceId(tenantId, id)).toList();
    // another group than that of names: what failed for one says nothing of the other
    var group = List.of(tenantId, "ids");
    var found = devicesById.all(keys, group, age, missing -> selectIds(tenantId, missing));
    Map<UUID, DeviceSelection.Item> byId = HashMap.newHashMap(found.size());
    found.forEach((key, device) -> byId.put(key.id(), device));
    return byId;
  }

  private Map<DeviceId, DeviceSelection.Item> selectIds(UUID tenantId, List<DeviceId> keys) {
    var selector = DeviceSelector.byIds(keys.stream().map(DeviceId::id).toList());
    var selected = selected(tenantId, selector).orElse(List.of());
    Map<DeviceId, DeviceSelection.Item> byId = HashMap.newHashMap(selected.size());
    selected.forEach(device -> byId.put(new DeviceId(tenantId, device.id()), device));
    return byId;
  }

  /**
   * Devices by their ids, as device-api has them now; those that the tenant does not have are not
   * in the answer, which is empty where there is no such tenant. Throws where device-api is away.
   *
   * @param ids at most 10,000
   */
  public Optional<Map<UUID, DeviceSelection.Item>> askedNow(UUID tenantId, List<UUID> ids) {
    return selected(tenantId, DeviceSelector.byIds(ids))
        .map(items ->
            items.stream().collect(toUnmodifiableMap(DeviceSelection.Item::id, identity())));
  }

  /** Empty where there is no such tenant (any more). */
  private Optional<List<DeviceSelection.Item>> selected(UUID tenantId, DeviceSelector selector) {
    // a 404 comes as null, whatever the signature says
    return Optional.ofNullable(TenantContext.in(tenantId, () -> client.select(selector, null)))
        .map(DeviceSelection::items);
  }

  /** What a device type asks of a message; empty where the tenant has no such type. */
  public Optional<IngestView> type(UUID tenantId, UUID typeId, Age age) {
    return types.one(
        new TypeId(tenantId, typeId),
        age,
        () -> TenantContext.in(tenantId, () -> client.ingestView(typeId)));
  }
}

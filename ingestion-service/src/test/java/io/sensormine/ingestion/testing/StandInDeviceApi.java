package io.sensormine.ingestion.testing;

import io.sensormine.contracts.device.CredentialIdentity;
import io.sensormine.contracts.device.DeviceOperations;
import io.sensormine.contracts.device.DeviceSelection;
import io.sensormine.contracts.device.DeviceSelector;
import io.sensormine.contracts.device.DeviceStatus;
import io.sensormine.contracts.device.IngestView;
import io.sensormine.contracts.device.SchemaVersionPolicy;
import io.sensormine.contracts.identity.SecretHash;
import io.sensormine.kit.security.Secrets;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Stands in for device-api: devices, types and credentials as a test sets them. */
public final class StandInDeviceApi extends JsonServer {
  private final Map<UUID, Owned<DeviceSelection.Item>> devices = new ConcurrentHashMap<>();
  private final Map<UUID, Owned<IngestView>> types = new ConcurrentHashMap<>();
  private final Map<String, CredentialIdentity> credentials = new ConcurrentHashMap<>();

  private final Set<UUID> erased = ConcurrentHashMap.newKeySet();

  private record Owned<T>(UUID tenantId, T value) {}

  /** A type without a schema. */
  public UUID type(UUID tenantId) {
    return type(tenantId, UUID.randomUUID(), null, null);
  }

  /** A type that takes what the highest ACTIVE version of a schema, or a pinned one, admits. */
  public UUID type(UUID tenantId, UUID id, @Nullable UUID schemaId, @Nullable UUID pin) {
    var policy = pin == null ? SchemaVersionPolicy.LATEST_ACTIVE : SchemaVersionPolicy.PINNED;
    types.put(id, new Owned<>(tenantId, new IngestView(id, schemaId, policy, pin, null)));
    return id;
  }

  /** A type without a schema whose devices are offline after some silence; null for never. */
  public UUID type(UUID tenantId, @Nullable Duration offlineAfter) {
    return offlineAfter(type(tenantId), offlineAfter);
  }

  /** Changes after what silence a type's devices are offline. */
  public UUID offlineAfter(UUID typeId, @Nullable Duration offlineAfter) {
    types.computeIfPresent(
        typeId,
        (id, type) ->
            new Owned<>(
                type.tenantId(),
                new IngestView(
                    id,
                    type.value().schemaId(),
                    type.value().schemaVersionPolicy(),
                    type.value().schemaVersionId(),
                    offlineAfter)));
    return typeId;
  }

  /** Moves a device to another type. */
  public void move(UUID tenantId, DeviceSelection.Item device, UUID typeId) {
    put(tenantId, item(device.id(), device.externalId(), typeId, device.status()));
  }

  /** Has a tenant be unknown from now on, as device-api answers of one that is erased: 404. */
  public void erase(UUID tenantId) {
    erased.add(tenantId);
  }

  /** Has a device be as if it had never been. */
  public void forget(DeviceSelection.Item device) {
    devices.remove(device.id());
  }

  public DeviceSelection.Item device(UUID tenantId, String externalId, UUID typeId) {
    return put(tenantId, item(UUID.randomUUID(), externalId, typeId, DeviceStatus.ACTIVE));
  }

  /** Gives a device another external id. */
  public DeviceSelection.Item rename(
      UUID tenantId, DeviceSelection.Item device, String externalId) {
    return put(tenantId, item(device.id(), externalId, device.deviceTypeId(), DeviceStatus.ACTIVE));
  }

  /** Retires a device; unlike device-api, it leaves the credentials as they are. */
  public void retire(UUID tenantId, DeviceSelection.Item device) {
    put(
        tenantId,
        item(device.id(), device.externalId(), device.deviceTypeId(), DeviceStatus.RETIRED));
  }

  private DeviceSelection.Item put(UUID tenantId, DeviceSelection.Item device) {
    devices.put(device.id(), new Owned<>(tenantId, device));
    return device;
  }

  private static DeviceSelection.Item item(
      UUID id, String externalId, UUID typeId, DeviceStatus status) {
    return new DeviceSelection.Item(
        id, externalId, externalId, typeId, status, List.of(), Map.of());
  }

  /** A credential of a device, or, without one, of a gateway. */
  public String credential(UUID tenantId, DeviceSelection.@Nullable Item device) {
    var token = Secrets.next(Secrets.CREDENTIAL_PREFIX);
    credentials.put(
        Secrets.sha256(token),
        new CredentialIdentity(UUID.randomUUID(), tenantId, "a name", device, null));
    return token;
  }

  public void revoke(String token) {
    credentials.remove(Secrets.sha256(token));
  }

  @Override
  Optional<?> answer(String method, String path, byte[] body, @Nullable UUID tenantId)
      throws IOException {
    if (tenantId != null && erased.contains(tenantId)) {
      return Optional.empty();
    }
    var operations = new Operations(tenantId);
    if (path.endsWith("/devices/select")) {
      return Optional.of(operations.select(JSON.readValue(body, DeviceSelector.class)));
    }
    if (path.endsWith("/credentials/verify")) {
      return operations.verifyCredential(JSON.readValue(body, SecretHash.class));
    }
    return operations.ingestView(UUID.fromString(path.split("/", -1)[5]));
  }

  /** The contract, for the tenant named. */
  private final class Operations implements DeviceOperations {
    private final @Nullable UUID tenantId;

    private Operations(@Nullable UUID tenantId) {
      this.tenantId = tenantId;
    }

    @Override
    public DeviceSelection select(DeviceSelector selector) {
      var ids = selector.ids();
      var names = selector.externalIds();
      return new DeviceSelection(
          devices.values().stream()
              .filter(owned -> owned.tenantId().equals(tenantId))
              .map(Owned::value)
              .filter(device ->
                  (ids != null && ids.contains(device.id()))
                      || (names != null && names.contains(device.externalId())))
              .toList(),
          List.of());
    }

    @Override
    public Optional<CredentialIdentity> verifyCredential(SecretHash secret) {
      return Optional.ofNullable(credentials.get(secret.sha256()))
          .map(known -> {
            var device = known.device();
            var now = device == null ? null : devices.get(device.id());
            return now == null
                ? known
                : new CredentialIdentity(
                    known.id(), known.tenantId(), known.name(), now.value(), known.notAfter());
          });
    }

    @Override
    public Optional<IngestView> ingestView(UUID id) {
      return Optional.ofNullable(types.get(id))
          .filter(owned -> owned.tenantId().equals(tenantId))
          .map(Owned::value);
    }
  }
}

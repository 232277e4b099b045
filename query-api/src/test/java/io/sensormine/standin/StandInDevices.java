package io.sensormine.standin;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.sensormine.contracts.Page;
import io.sensormine.contracts.device.CredentialIdentity;
import io.sensormine.contracts.device.DeviceOperations;
import io.sensormine.contracts.device.DeviceSelection;
import io.sensormine.contracts.device.DeviceSelector;
import io.sensormine.contracts.device.DeviceStatus;
import io.sensormine.contracts.device.IngestView;
import io.sensormine.contracts.device.SchemaVersionPolicy;
import io.sensormine.contracts.identity.SecretHash;
import io.sensormine.kit.list.Pages;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.tenant.TenantContext;
import jakarta.validation.Valid;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Stands in for device-api: holds the devices that a test gives it. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured(Roles.SERVICE)
public class StandInDevices implements DeviceOperations {
  private static final long FIRST_MILLIS = 0x0190_0000_0000L;
  private static final long VERSION_7 = 0x7000L;

  private final Map<UUID, List<DeviceSelection.Item>> byTenant = new ConcurrentHashMap<>();
  private final Map<UUID, DeviceSelection.DeviceType> types = new ConcurrentHashMap<>();
  private final Map<UUID, List<IngestView>> typesByTenant = new ConcurrentHashMap<>();
  private final Set<UUID> refused = ConcurrentHashMap.newKeySet();
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicLong devices = new AtomicLong();

  /** Tells more of a device type than that there is one. */
  public void describe(DeviceSelection.DeviceType type) {
    types.put(type.id(), type);
  }

  /** Adds a device; its id comes after those of all that were added before it. */
  public UUID add(UUID tenantId, String externalId, UUID typeId, List<String> tags) {
    return add(tenantId, externalId, typeId, tags, Map.of());
  }

  /** Adds a device with attributes. */
  public UUID add(
      UUID tenantId,
      String externalId,
      UUID typeId,
      List<String> tags,
      Map<String, JsonNode> attributes) {
    var id = nextId();
    byTenant
        .computeIfAbsent(tenantId, any -> new CopyOnWriteArrayList<>())
        .add(
            new DeviceSelection.Item(
                id, externalId, externalId, typeId, DeviceStatus.ACTIVE, tags, attributes));
    return id;
  }

  /** Adds a device type; without a schema where its id is null. */
  public UUID addType(UUID tenantId, @Nullable UUID schemaId, @Nullable UUID pinnedVersionId) {
    var policy =
        pinnedVersionId == null ? SchemaVersionPolicy.LATEST_ACTIVE : SchemaVersionPolicy.PINNED;
    // a random one may be negative to Java, and so before the first page
    var id = new UUID(UUID.randomUUID().getMostSignificantBits() >>> 1, 1);
    types(tenantId).add(new IngestView(id, schemaId, policy, pinnedVersionId, null));
    return id;
  }

  private List<IngestView> types(UUID tenantId) {
    return typesByTenant.computeIfAbsent(tenantId, any -> new CopyOnWriteArrayList<>());
  }

  /** How many devices the last selection had. */
  public int sent() {
    return sent.get();
  }

  /** From now on a tenant's selections are refused as over budget. */
  public void refuseAsTooMuch(UUID tenantId) {
    refused.add(tenantId);
  }

  /** As a UUIDv7 is: time first, then chance. */
  private UUID nextId() {
    return new UUID(
        (FIRST_MILLIS + devices.incrementAndGet()) << 16 | VERSION_7,
        UUID.randomUUID().getLeastSignificantBits());
  }

  /** How often devices were selected. */
  public int calls() {
    return calls.get();
  }

  @Override
  public DeviceSelection select(
      @Body @Valid DeviceSelector selector, @Nullable @QueryValue Integer limit) {
    calls.incrementAndGet();
    if (refused.contains(TenantContext.required())) {
      throw ProblemException.of(ProblemType.OVER_BUDGET, "This search takes too long.");
    }
    if (selector.attributes() != null
        && selector.attributes().values().stream().anyMatch(JsonNode::isContainerNode)) {
      throw ProblemException.at(
          "/attributes", ProblemType.INVALID_REQUEST, "An attribute is a plain value.");
    }
    var items =
        byTenant.getOrDefault(TenantContext.required(), List.of()).stream()
            .filter(item -> matches(selector, item))
            .sorted(Comparator.comparing(item -> item.id().toString()))
            .limit(limit == null ? Long.MAX_VALUE : limit)
            .toList();
    sent.set(items.size());
    return new DeviceSelection(
        items,
        items.stream()
            .map(DeviceSelection.Item::deviceTypeId)
            .distinct()
            .map(id -> types.getOrDefault(id, new DeviceSelection.DeviceType(id, null, null)))
            .toList());
  }

  private static boolean matches(DeviceSelector selector, DeviceSelection.Item item) {
    return (selector.ids() == null || selector.ids().contains(item.id()))
        && (selector.externalIds() == null || selector.externalIds().contains(item.externalId()))
        && (selector.deviceTypeId() == null || selector.deviceTypeId().equals(item.deviceTypeId()))
        && (selector.tags() == null || item.tags().containsAll(selector.tags()))
        && (selector.attributes() == null
            || item.attributes().entrySet().containsAll(selector.attributes().entrySet()));
  }

  @Override
  public Optional<CredentialIdentity> verifyCredential(@Body @Valid SecretHash secret) {
    return Optional.empty();
  }

  @Override
  public Optional<IngestView> ingestView(@PathVariable UUID id) {
    return types(TenantContext.required()).stream().filter(type -> type.id().equals(id)).findAny();
  }

  @Override
  public Page<IngestView> ingestViews(
      @Nullable @QueryValue Integer limit, @Nullable @QueryValue String cursor) {
    var page = Pages.of(limit, cursor);
    return page.page(
        types(TenantContext.required()).stream()
            .filter(type -> type.id().compareTo(Pages.after(page)) > 0)
            .sorted(Comparator.comparing(IngestView::id))
            .limit(page.rowsToRead())
            .toList(),
        type -> List.of(type.id().toString()));
  }
}

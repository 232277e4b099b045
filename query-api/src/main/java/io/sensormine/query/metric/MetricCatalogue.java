package io.sensormine.query.metric;

import io.sensormine.contracts.device.IngestView;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.tenant.TenantContext;
import io.sensormine.query.device.DeviceTypes;
import io.sensormine.query.device.Devices;
import io.sensormine.query.recent.Recent;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Puts together what the tenant at hand can ask for; remembered for a moment. */
@Singleton
final class MetricCatalogue {
  private final DeviceTypes types;
  private final Devices devices;
  private final SelectedVersions versions;
  private final SeenStore store;
  private final MetricSettings settings;
  private final Clock clock;
  private final Recent<Key, List<Metric>> lists;

  MetricCatalogue(
      DeviceTypes types,
      Devices devices,
      SelectedVersions versions,
      SeenStore store,
      MetricSettings settings,
      Clock clock) {
    this.types = types;
    this.devices = devices;
    this.versions = versions;
    this.store = store;
    this.settings = settings;
    this.clock = clock;
    this.lists =
        new Recent<>(
            settings.fresh(), settings.maxRemembered(), (key, metrics) -> 1 + metrics.size());
  }

  private record Key(UUID tenantId, @Nullable UUID deviceTypeId) {}

  /**
   * The metrics of a device type, or of all, in order of {@link Metric.Key}; none of a type that
   * there is not.
   */
  List<Metric> metrics(@Nullable UUID deviceTypeId) {
    return lists.get(
        new Key(TenantContext.required(), deviceTypeId),
        () ->
            gather(deviceTypeId == null ? types.all() : types.one(deviceTypeId).stream().toList()));
  }

  private List<Metric> gather(List<IngestView> of) {
    var withSchema = of.stream().filter(type -> type.schemaId() != null).toList();
    var without = of.stream().filter(type -> type.schemaId() == null).toList();
    if (without.size() > settings.maxSchemalessTypes()) {
      throw ProblemException.of(
          ProblemType.OVER_BUDGET,
          "More than %,d device types have no schema, too many to look at what their devices send;"
                  .formatted(settings.maxSchemalessTypes())
              + " name a type by deviceTypeId.");
    }
    Map<Metric.Key, SortedSet<UUID>> found = new TreeMap<>();
    versions
        .fields(withSchema)
        .forEach((type, fields) -> fields.forEach(field -> add(found, Metric.Key.of(field), type)));
    for (var type : without) {
      for (var seen : seen(type.id())) {
        add(found, new Metric.Key(seen.field(), seen.type(), null, null), type.id());
      }
    }
    return found.entrySet().stream().map(MetricCatalogue::metric).toList();
  }

  private Iterable<SeenStore.Seen> seen(UUID deviceTypeId) {
    var sample = devices.sample(deviceTypeId, settings.sampledDevices());
    if (sample.isEmpty()) {
      return List.of();
    }
    var now = clock.instant();
    return store.seen(
        Devices.ids(sample), settings.sampledMessages(), now.minus(settings.seenWithin()), now);
  }

  private static void add(
      Map<Metric.Key, SortedSet<UUID>> found, Metric.Key key, UUID deviceTypeId) {
    found.computeIfAbsent(key, any -> new TreeSet<>()).add(deviceTypeId);
  }

  private static Metric metric(Map.Entry<Metric.Key, SortedSet<UUID>> found) {
    var key = found.getKey();
    return new Metric(
        key.field(), key.type(), key.unit(), key.kind(), List.copyOf(found.getValue()));
  }
}

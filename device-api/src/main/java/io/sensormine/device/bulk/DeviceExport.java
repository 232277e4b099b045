package io.sensormine.device.bulk;

import io.sensormine.device.attribute.AttributeType;
import io.sensormine.device.attribute.CompiledAttributes;
import io.sensormine.device.device.Device;
import io.sensormine.device.device.DeviceCriteria;
import io.sensormine.device.device.DeviceSearch;
import io.sensormine.device.type.DeviceTypes;
import io.sensormine.kit.list.Pages;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.tenant.TenantContext;
import jakarta.inject.Singleton;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The tenant's devices as a CSV file. */
@Singleton
final class DeviceExport {
  private final DeviceSearch search;
  private final DeviceTypes types;
  private final CsvCells cells;
  private final BulkSettings settings;

  DeviceExport(DeviceSearch search, DeviceTypes types, CsvCells cells, BulkSettings settings) {
    this.search = search;
    this.types = types;
    this.cells = cells;
    this.settings = settings;
  }

  /**
   * The file, read from the database page by page as it is sent, in order of id. Between pages it
   * holds no connection, so it is no snapshot: a device appears as it is when its page is read.
   * Refuses (422) devices with more attributes than an import reads.
   */
  InputStream csv(DeviceCriteria criteria) {
    var names =
        criteria.isEmpty()
            ? search.attributeNames(CsvColumns.MAX_ATTRIBUTES + 1)
            : attributeNames(criteria);
    requireReadable(names);
    var lines = new CsvLines(cells, names);
    return new PagedStream(
        bytes(lines.header()), new Rest(criteria, lines, TenantContext.required()));
  }

  /** The names that the selection has, gathered page by page as it is exported after. */
  private Collection<String> attributeNames(DeviceCriteria criteria) {
    var names = new TreeSet<String>();
    var after = Pages.BEFORE_ALL;
    while (true) {
      var devices = search.page(criteria, after, settings.chunkDevices());
      devices.forEach(device -> names.addAll(device.attributes().keySet()));
      requireReadable(names);
      if (devices.size() < settings.chunkDevices()) {
        return names;
      }
      after = devices.getLast().id();
    }
  }

  private static void requireReadable(Collection<String> names) {
    if (names.size() > CsvColumns.MAX_ATTRIBUTES) {
      throw ProblemException.of(
          ProblemType.OVER_BUDGET,
          "These devices have more than %,d different attributes, each a column: more than an import"
                  .formatted(CsvColumns.MAX_ATTRIBUTES)
              + " reads. Narrow the export down by deviceTypeId or another filter.");
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The pages after the header, each asked for once the one before has been sent. */
  private final class Rest implements PagedStream.Source {
    private final DeviceCriteria criteria;
    private final CsvLines lines;
    private final UUID tenant;
    private final int rows;
    private UUID after = Pages.BEFORE_ALL;
    private boolean ended;

    Rest(DeviceCriteria criteria, CsvLines lines, UUID tenant) {
      this.criteria = criteria;
      this.lines = lines;
      this.tenant = tenant;
      this.rows = lines.rowsAtMost(settings.chunkDevices());
    }

    @Override
    public byte @Nullable [] next() {
      // whoever reads the stream does so outside of the request's context
      return ended ? null : TenantContext.in(tenant, this::page);
    }

    private byte @Nullable [] page() {
      var devices = search.page(criteria, after, rows);
      ended = devices.size() < rows;
      if (devices.isEmpty()) {
        return null;
      }
      after = devices.getLast().id();
      return bytes(lines.lines(devices, definitions(devices)));
    }

    private Function<Device, Function<String, @Nullable AttributeType>> definitions(
        List<Device> devices) {
      var ids = new HashSet<UUID>();
      devices.forEach(device -> ids.add(device.deviceTypeId()));
      var compiled = new HashMap<UUID, CompiledAttributes>();
      types
          .definitions(ids)
          .forEach((id, type) -> compiled.put(id, CompiledAttributes.of(type.attributes())));
      var none = CompiledAttributes.of(List.of());
      return device -> compiled.getOrDefault(device.deviceTypeId(), none)::type;
    }
  }
}

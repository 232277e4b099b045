package io.sensormine.device.device;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import io.micronaut.transaction.annotation.ReadOnly;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds the tenant's devices, as {@link SearchPlan} says. */
@Singleton
public class DeviceSearch {
  static final String SELECT =
      """
      SELECT d.id, d.tenant_id, d.external_id, d.name, d.device_type_id, d.serial_number,
        d.attributes, d.latitude, d.longitude, d.altitude, d.tags, d.status, d.revision,
        d.created_at, d.updated_at
      FROM devices d
      """;

  private static final String ATTRIBUTE_NAMES =
      "SELECT DISTINCT jsonb_object_keys(d.attributes) FROM devices d WHERE %s";

  /** How many devices are looked at in one step. */
  private static final int STRIDE = 5_000;

  /** How many are looked at in vain before the sources are met, for none found and for each. */
  private static final int PATIENCE = 5_000;

  private static final int PATIENCE_FOR_EACH = 20;

  private final JdbcOperations jdbc;
  private final Timer timer;

  DeviceSearch(JdbcOperations jdbc, MeterRegistry meters) {
    this.jdbc = jdbc;
    this.timer =
        Timer.builder("sensormine.device.search")
            .description("What a search of devices takes in the database")
            .register(meters);
  }

  private record Step(long looked, @Nullable UUID reach, List<DeviceRow> found) {}

  private record Size(Source source, long size, @Nullable UUID reach) {
    boolean sortable() {
      return source.ordered() || size < SearchPlan.FEW_TO_SORT;
    }
  }

  /** The devices that meet the criteria and come after an id, in order of id. */
  @ReadOnly
  List<DeviceRow> find(DeviceCriteria criteria, UUID after, int limit) {
    var start = Timer.start();
    try {
      return search(new SearchPlan(criteria), after, limit);
    } finally {
      start.stop(timer);
    }
  }

  /** The same as clients see them. */
  @ReadOnly
  public List<Device> page(DeviceCriteria criteria, UUID after, int limit) {
    return find(criteria, after, limit).stream().map(Device::of).toList();
  }

  /** The names of all attributes that the devices have, in order. */
  @ReadOnly
  public SortedSet<String> attributeNames(DeviceCriteria criteria) {
    var sql = Sql.framed(ATTRIBUTE_NAMES, criteria.conditions());
    return jdbc.prepareStatement(
        sql.text(),
        statement -> {
          sql.bind(statement);
          var names = new TreeSet<String>();
          try (var rows = statement.executeQuery()) {
            while (rows.next()) {
              names.add(rows.getString(1));
            }
          }
          return names;
        });
  }

  private List<DeviceRow> search(SearchPlan plan, UUID after, int limit) {
    jdbc.prepareStatement(SearchPlan.TO_SEARCH, PreparedStatement::execute);
    var found = new ArrayList<DeviceRow>();
    var sources = plan.sources();
    var sizes =
        sources.size() == 1 && sources.getFirst().ordered()
            ? List.of(new Size(sources.getFirst(), 0, null))
            : sizes(plan, after);
    var driver = driver(sizes);
    var met = worthMeeting(sizes);
    var position = after;
    long looked = 0;
    int stride = Math.min(4 * limit, STRIDE);
    while (true) {
      var meeting =
          looked > PATIENCE + (long) PATIENCE_FOR_EACH * found.size()
              && !met.isEmpty()
              && !met.equals(List.of(driver));
      var candidates =
          meeting ? SearchPlan.met(met, position) : SearchPlan.walked(driver, position);
      var step = step(plan.step(candidates, stride, limit - found.size()));
      found.addAll(step.found());
      if (found.size() == limit || step.looked() < stride || step.reach() == null) {
        return found;
      }
      looked += step.looked();
      position = step.reach();
      stride = STRIDE;
    }
  }

  /**
   * The source to walk: the smallest where one is small; else the ordered one that is the sparsest
   * from here on, for it reaches farthest with as many devices; else one that can be sorted.
   */
  private static Source driver(List<Size> sizes) {
    var smallest = sizes.stream().min(Comparator.comparingLong(Size::size));
    return smallest
        .filter(each -> each.size() < SearchPlan.FEW)
        .or(() ->
            sizes.stream()
                .filter(each -> each.source().ordered())
                .max(Comparator.comparing(each -> String.valueOf(each.reach()))))
        .or(() -> smallest.filter(Size::sortable))
        .map(Size::source)
        .orElseGet(Source::all);
  }

  /** The sources that are quickly read in order; all of them where those are less than two. */
  private static List<Source> worthMeeting(List<Size> sizes) {
    var quick = sizes.stream().filter(Size::sortable).map(Size::source).toList();
    return quick.size() > 1 ? quick : sizes.stream().map(Size::source).toList();
  }

  private List<Size> sizes(SearchPlan plan, UUID after) {
    if (plan.sources().isEmpty()) {
      return List.of();
    }
    var sql = plan.sizes(after);
    return jdbc.prepareStatement(
        sql.text(),
        statement -> {
          sql.bind(statement);
          try (var rows = statement.executeQuery()) {
            var sizes = new ArrayList<Size>();
            while (rows.next()) {
              sizes.add(
                  new Size(
                      plan.sources().get(rows.getInt("source")),
                      rows.getLong("size"),
                      rows.getObject("reach", UUID.class)));
            }
            return sizes;
          }
        });
  }

  private Step step(Sql sql) {
    return jdbc.prepareStatement(
        sql.text(),
        statement -> {
          sql.bind(statement);
          try (var rows = statement.executeQuery()) {
            return step(rows);
          }
        });
  }

  private Step step(ResultSet rows) throws SQLException {
    var found = new ArrayList<DeviceRow>();
    long looked = 0;
    UUID reach = null;
    while (rows.next()) {
      looked = rows.getLong("looked");
      reach = rows.getObject("reach", UUID.class);
      if (rows.getObject("id") != null) {
        found.add(jdbc.readEntity(rows, DeviceRow.class));
      }
    }
    return new Step(looked, reach, found);
  }
}

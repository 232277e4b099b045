package io.sensormine.device.device;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micronaut.data.exceptions.DataAccessException;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import io.micronaut.transaction.annotation.ReadOnly;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
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

  /** From name to name by the index, however many devices have each. */
  static final String ATTRIBUTE_NAMES =
      """
      WITH RECURSIVE names AS (
        (SELECT s.name FROM device_search s
          WHERE s.kind = 'ATTRIBUTE' ORDER BY s.name LIMIT 1)
        UNION ALL
        SELECT (SELECT s.name FROM device_search s
          WHERE s.kind = 'ATTRIBUTE' AND s.name > names.name ORDER BY s.name LIMIT 1)
        FROM names WHERE names.name IS NOT NULL)
      SELECT names.name FROM names WHERE names.name IS NOT NULL LIMIT ?
      """;

  /**
   * Before that, for its transaction: PostgreSQL takes a tenant that it knows little of for a small
   * one, and would sort, for each name, all that are left.
   */
  static final String TO_WALK_NAMES =
      """
      SELECT set_config('enable_sort', 'off', true), set_config('enable_bitmapscan', 'off', true)
      """;

  /** How many a device that is found makes up for. */
  private static final int WORTH_A_DEVICE = 20;

  private static final int LONGEST_STRIDE = 20_000;

  private static final String QUERY_CANCELED = "57014";

  private final JdbcOperations jdbc;
  private final SearchSettings settings;
  private final Timer timer;

  DeviceSearch(JdbcOperations jdbc, SearchSettings settings, MeterRegistry meters) {
    this.jdbc = jdbc;
    this.settings = settings;
    this.timer =
        Timer.builder("sensormine.device.search")
            .description("What a search of devices takes in the database")
            .register(meters);
  }

  private record Step(long looked, @Nullable UUID reach, List<DeviceRow> found) {}

  /** The devices that meet the criteria and come after an id, in order of id. */
  @ReadOnly
  List<DeviceRow> find(DeviceCriteria criteria, UUID after, int limit) {
    var start = Timer.start();
    try {
      return search(new SearchPlan(criteria), after, limit);
    } catch (DataAccessException e) {
      throw explained(
          e,
          "This search takes too long: what it asks for is common alone and rare together."
              + " Leave a filter out, or take a rarer one.");
    } finally {
      start.stop(timer);
    }
  }

  private static RuntimeException explained(DataAccessException failure, String tooLong) {
    return failure.getCause() instanceof SQLException sql
            && QUERY_CANCELED.equals(sql.getSQLState())
        ? ProblemException.of(ProblemType.OVER_BUDGET, tooLong)
        : failure;
  }

  /** The same as clients see them. */
  @ReadOnly
  public List<Device> page(DeviceCriteria criteria, UUID after, int limit) {
    return find(criteria, after, limit).stream().map(Device::of).toList();
  }

  /**
   * The names of the attributes that the tenant's devices have, in their order and so many at most.
   */
  @ReadOnly
  public List<String> attributeNames(int limit) {
    try {
      prepare();
      jdbc.prepareStatement(TO_WALK_NAMES, PreparedStatement::execute);
      return readAttributeNames(limit);
    } catch (DataAccessException e) {
      throw explained(
          e,
          "To find all attributes takes too long. Narrow this down by deviceTypeId or another"
              + " filter.");
    }
  }

  private List<String> readAttributeNames(int limit) {
    return jdbc.prepareStatement(
        ATTRIBUTE_NAMES,
        statement -> {
          statement.setInt(1, limit);
          var names = new ArrayList<String>();
          try (var rows = statement.executeQuery()) {
            while (rows.next()) {
              names.add(rows.getString(1));
            }
          }
          return names;
        });
  }

  private List<DeviceRow> search(SearchPlan plan, UUID after, int limit) {
    prepare();
    var found = new ArrayList<DeviceRow>();
    var course = course(plan, after);
    var ways = course.ways().iterator();
    var way = ways.next();
    var position = course.start();
    int stride = way.eager() ? Math.min(4 * limit, way.stride()) : way.stride();
    long lookedInVain = 0;
    while (true) {
      var step = step(plan.step(way.candidates().apply(position), stride, limit - found.size()));
      found.addAll(step.found());
      if (found.size() == limit || step.looked() < stride || step.reach() == null) {
        return found;
      }
      lookedInVain += step.looked() - (long) WORTH_A_DEVICE * step.found().size();
      position = step.reach();
      if (lookedInVain > way.patience() && ways.hasNext()) {
        way = ways.next();
        lookedInVain = 0;
        stride = way.stride();
      } else {
        stride = Math.clamp(2L * stride, way.stride(), LONGEST_STRIDE);
      }
    }
  }

  private void prepare() {
    jdbc.prepareStatement(
        SearchPlan.TO_SEARCH,
        statement -> {
          statement.setString(1, Long.toString(settings.statementTimeout().toMillis()));
          return statement.execute();
        });
  }

  private SearchCourse course(SearchPlan plan, UUID after) {
    var sources = plan.sources();
    return sources.size() == 1
        ? SearchCourse.of(sources.getFirst(), after)
        : SearchCourse.of(sizes(plan, after), after);
  }

  private List<SearchCourse.Size> sizes(SearchPlan plan, UUID after) {
    var sql = plan.sizes(after);
    return jdbc.prepareStatement(
        sql.text(),
        statement -> {
          sql.bind(statement);
          try (var rows = statement.executeQuery()) {
            var sizes = new ArrayList<SearchCourse.Size>();
            while (rows.next()) {
              sizes.add(
                  new SearchCourse.Size(
                      plan.sources().get(rows.getInt("source")),
                      rows.getLong("size"),
                      rows.getObject("first", UUID.class),
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

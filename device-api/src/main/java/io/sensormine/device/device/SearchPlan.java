package io.sensormine.device.device;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How the devices that meet criteria are found in order of id: one source is walked, and each of
 * its devices is looked at; where that finds too little, the sources are met with one another
 * first. PostgreSQL is told which, because it cannot tell how common a prefix or a box is among the
 * devices of one tenant; how to meet sources is its choice.
 */
final class SearchPlan {
  /** A source with less devices is small. */
  static final int FEW = 2_000;

  /** An unordered source with as many devices is large: sorting it takes long. */
  static final int FEW_TO_SORT = 20_000;

  /**
   * Before a search, for its transaction. A plan for any values would know nothing of how common
   * these are; to compile a plan, or to start workers for it, takes longer than to run it; and all
   * that a search reads is in an index.
   */
  static final String TO_SEARCH =
      """
      SELECT set_config('plan_cache_mode', 'force_custom_plan', true),
        set_config('jit', 'off', true),
        set_config('max_parallel_workers_per_gather', '0', true),
        set_config('enable_seqscan', 'off', true),
        set_config('statement_timeout', ?, true)
      """;

  private static final String SIZE =
      """
      SELECT CAST(%s AS integer) AS source, count(*) AS size, (array_agg(c.device_id))[1] AS first,
          (array_agg(c.device_id))[\
      """
          + FEW
          + """
              ] AS reach
            FROM (%s) c\
          """;
  private static final String SAMPLE_ORDERED = "%s ORDER BY device_id LIMIT " + FEW;
  private static final String SAMPLE_UNORDERED =
      "SELECT s.device_id FROM (%s LIMIT " + FEW_TO_SORT + ") s ORDER BY s.device_id";
  private static final String WALKED = "SELECT s.device_id FROM (%s) s";
  private static final String MET = "SELECT device_id FROM %s";

  // an id may be there more than once until it is looked up: so only the first ids are sorted out
  private static final String STEP =
      """
      WITH candidates AS MATERIALIZED (
        %s
        ORDER BY 1 LIMIT ?)
      SELECT walked.looked, walked.reach, found.*
      FROM (
        SELECT count(*) AS looked, (array_agg(c.device_id))[count(*)] AS reach
        FROM candidates c) walked
      LEFT JOIN (
        SELECT device.*
        FROM (SELECT DISTINCT c.device_id FROM candidates c ORDER BY c.device_id) candidate
        CROSS JOIN LATERAL (
          %s
          WHERE d.id = candidate.device_id
            AND %s
          OFFSET 0) device
        ORDER BY candidate.device_id
        LIMIT ?) found ON true
      ORDER BY found.id\
      """;

  private final List<Source> sources;
  private final Sql conditions;

  SearchPlan(DeviceCriteria criteria) {
    var sought = criteria.sources();
    sources =
        sought.stream().anyMatch(Source::ordered)
            ? sought
            : Stream.concat(Stream.of(Source.all()), sought.stream()).toList();
    conditions = criteria.conditions();
  }

  /** One at least is ordered. */
  List<Source> sources() {
    return sources;
  }

  /**
   * What {@link SearchCourse.Size} tells of each {@code source}, by its index: {@code size}, {@code
   * first} and {@code reach}.
   */
  Sql sizes(UUID after) {
    return Sql.joined(
        "\nUNION ALL\n",
        IntStream.range(0, sources.size()).mapToObj(index -> size(index, after)).toList());
  }

  private Sql size(int index, UUID after) {
    var source = sources.get(index);
    return Sql.framed(
        SIZE,
        Sql.of("?", index),
        Sql.framed(source.ordered() ? SAMPLE_ORDERED : SAMPLE_UNORDERED, source.beyond(after)));
  }

  /** The devices of one source beyond an id. */
  static Sql walked(Source source, UUID after) {
    return Sql.framed(WALKED, source.beyond(after));
  }

  /** The devices beyond an id that are in all of these sources. */
  static Sql met(List<Source> sources, UUID after) {
    var each = new ArrayList<Sql>();
    for (var source : sources) {
      var number = each.size();
      each.add(
          Sql.framed(
              number == 0 ? "(%s) s0" : "JOIN (%s) s" + number + " USING (device_id)",
              source.beyond(after)));
    }
    return Sql.framed(MET, Sql.joined("\n", each));
  }

  /** Looks at some candidates. */
  Sql step(Sql candidates, int candidatesAtMost, int devicesAtMost) {
    return Sql.framed(
        STEP,
        candidates.with(candidatesAtMost),
        Sql.of(DeviceSearch.SELECT.strip()),
        conditions.with(devicesAtMost));
  }
}

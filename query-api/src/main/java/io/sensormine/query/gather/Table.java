package io.sensormine.query.gather;

import io.sensormine.query.bucket.Buckets;
import io.sensormine.query.resolution.Part;
import io.sensormine.query.resolution.Span;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A table of the time-series database, and how a part of it is read. Where the spans lie close
 * together it is read from the first to the last of them, and what is between is left out: then the
 * database knows well how much it will read. Where they are far apart each is looked up; a
 * sub-select with OFFSET 0 is computed as it stands, so that a span is found by the primary key,
 * also below a view that is a security barrier.
 */
enum Table {
  MESSAGES(
      "query.telemetry", "time", "device_id, time, schema_version_id, fields", "", Duration.ZERO),
  HOURS("query.metrics_1h", "bucket", Table.CELL, Table.OF_FIELDS, Duration.ofHours(1)),
  DAYS("query.metrics_1d", "bucket", Table.CELL, Table.OF_FIELDS, Duration.ofDays(1));

  private static final String CELL =
      "device_id, schema_version_id, field, bucket, count, mean, m2, min, max, first, first_time,"
          + " last, last_time, increase_within";

  private static final String OF_FIELDS = "AND field = ANY (?::text[])";

  private static final String ONE =
      """
      SELECT {columns}
      FROM {view} AS source
      WHERE device_id = ANY (?::uuid[]) {field}
        AND {time} >= ? AND {time} < ?
      """;

  /** Between an odd and an even edge is a span, between an even and an odd one none. */
  private static final String CLOSE =
      ONE + "  AND width_bucket({time}, ?::timestamptz[]) % 2 = 1\n";

  private static final String APART =
      """
      SELECT {columns}
      FROM unnest(?::timestamptz[], ?::timestamptz[]) AS span (begins, ends)
      CROSS JOIN LATERAL (
        SELECT {columns}
        FROM {view}
        WHERE device_id = ANY (?::uuid[]) {field}
          AND {time} >= span.begins AND {time} < span.ends
        OFFSET 0) AS source
      WHERE true
      """;

  private static final String EXCEPT =
      """
        AND NOT EXISTS (
          SELECT FROM unnest(?::uuid[], ?::timestamptz[]) AS omitted (device_id, start)
          WHERE omitted.device_id = source.device_id AND omitted.start = source.{time})
      """;

  private static final String OWN =
      """
      SELECT {columns}
      FROM unnest(?::uuid[], ?::timestamptz[], ?::timestamptz[]) AS own (id, begins, ends)
      CROSS JOIN LATERAL (
        SELECT {columns}
        FROM {view}
        WHERE device_id = own.id {field}
          AND {time} >= own.begins AND {time} < own.ends
        OFFSET 0) AS single
      """;

  private final String view;
  private final String time;
  private final String columns;
  private final String field;
  private final Duration length;

  Table(String view, String time, String columns, String field, Duration length) {
    this.view = view;
    this.time = time;
    this.columns = columns;
    this.field = field;
    this.length = length;
  }

  private enum Shape {
    NOTHING(""),
    ONE(Table.ONE),
    CLOSE(Table.CLOSE),
    APART(Table.APART);

    private final String statement;

    Shape(String statement) {
      this.statement = statement;
    }

    static Shape of(List<Span> spans) {
      if (spans.size() < 2) {
        return spans.isEmpty() ? NOTHING : ONE;
      }
      var whole = Duration.between(spans.getFirst().start(), spans.getLast().end()).toSeconds();
      var read =
          spans.stream()
              .mapToLong(span -> Duration.between(span.start(), span.end()).toSeconds())
              .sum();
      return read * 2 < whole ? APART : CLOSE;
    }
  }

  /** The statement that reads a part, made of constants. */
  String statement(Part part) {
    var common =
        Shape.of(part.spans()).statement
            + (part.except().isEmpty() || part.spans().isEmpty() ? "" : EXCEPT);
    var statement =
        String.join(
            "UNION ALL\n",
            Stream.of(common, part.own().isEmpty() ? "" : OWN)
                .filter(text -> !text.isEmpty())
                .toList());
    return statement
        .replace("{columns}", columns)
        .replace("{view}", view)
        .replace("{time}", time)
        .replace("{field}", field);
  }

  /** Whether a bucket is at most one cell of a device, field and schema version. */
  boolean single(Buckets buckets) {
    return buckets.size().seconds() <= length.toSeconds();
  }

  /** Binds what {@link #statement} needs. */
  Binding bind(Binding binding, Part part, Gathering gathering) throws SQLException {
    var spans = part.spans();
    switch (Shape.of(spans)) {
      case NOTHING -> {}
      case ONE -> bounded(binding, spans, gathering);
      case CLOSE -> bounded(binding, spans, gathering).edges(spans);
      case APART -> names(binding.spans(spans).uuids(gathering.devices()), gathering);
    }
    if (!part.except().isEmpty() && !spans.isEmpty()) {
      binding.starts(part.except());
    }
    if (!part.own().isEmpty()) {
      names(binding.ownSpans(part.own()), gathering);
    }
    return binding;
  }

  private Binding bounded(Binding binding, List<Span> spans, Gathering gathering)
      throws SQLException {
    return names(binding.uuids(gathering.devices()), gathering)
        .time(spans.getFirst().start())
        .time(spans.getLast().end());
  }

  private Binding names(Binding binding, Gathering gathering) throws SQLException {
    return field.isEmpty() ? binding : binding.texts(gathering.names());
  }
}

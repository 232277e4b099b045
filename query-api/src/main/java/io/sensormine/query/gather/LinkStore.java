package io.sensormine.query.gather;

import io.sensormine.query.resolution.Part;
import io.sensormine.query.resolution.Resolution;
import io.sensormine.query.telemetry.StatementTime;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the links of which increases are summed. */
@Singleton
public final class LinkStore {
  private static final String LINKS =
      """
      SELECT device.ordinality::int - 1 AS device,
        array_position(?::text[], link.field) - 1 AS name, link.schema_version_id, width_bucket(link.bucket, ?::timestamptz[]) - 1 AS bucket,
        link.first, link.first_time, link.last, link.last_time, link.increase_within
      FROM (
      {links}) AS link
      JOIN unnest(?::uuid[]) WITH ORDINALITY AS device (id, ordinality)
        ON device.id = link.device_id
      ORDER BY device, link.first_time, link.last_time
      """;

  private static final String OF_CELLS =
      """
      SELECT device_id, schema_version_id, field, bucket, first, first_time, last, last_time,
        increase_within
      FROM (
      {rows}) AS cell
      """;

  private static final String OF_MESSAGES =
      """
      SELECT device_id, schema_version_id, field, time AS bucket, number AS first,
        time AS first_time, number AS last, time AS last_time, 0 AS increase_within
      FROM (
        SELECT message.device_id, message.schema_version_id, field.name AS field, message.time,
          CASE jsonb_typeof(message.fields -> field.name)
            WHEN 'number' THEN (message.fields -> field.name)::double precision
            WHEN 'boolean' THEN (message.fields -> field.name)::boolean::integer::double precision
          END AS number
        FROM (
        {rows}) AS message
        CROSS JOIN unnest(?::text[]) AS field (name)
        OFFSET 0
      ) AS reading
      WHERE number IS NOT NULL
      """;

  private static final int AT_ONCE = 10_000;

  private final StatementTime time;

  LinkStore(StatementTime time) {
    this.time = time;
  }

  /** Tells all links of a range, device by device, in order of time. */
  public void read(
      Connection connection, Gathering gathering, Resolution resolution, Consumer<Link> reader)
      throws SQLException {
    (gathering.devices().size() == 1 ? Planning.FREE : Planning.TOGETHER).set(connection);
    try (var statement = connection.prepareStatement(statement(resolution))) {
      statement.setFetchSize(AT_ONCE);
      var binding =
          new Binding(connection, statement).texts(gathering.names()).times(gathering.edges());
      Table.DAYS.bind(binding, resolution.days(), gathering);
      Table.HOURS.bind(binding, resolution.hours(), gathering);
      if (!resolution.raw().isEmpty()) {
        Table.MESSAGES.bind(binding, resolution.raw(), gathering).texts(gathering.names());
      }
      binding.uuids(gathering.devices());
      var left = time.begin();
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          left.row();
          reader.accept(link(rows));
        }
      }
    }
  }

  private static String statement(Resolution resolution) {
    var links =
        Stream.of(
                of(OF_CELLS, Table.DAYS, resolution.days()),
                of(OF_CELLS, Table.HOURS, resolution.hours()),
                of(OF_MESSAGES, Table.MESSAGES, resolution.raw()))
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining("UNION ALL\n"));
    return LINKS.replace("{links}", links);
  }

  private static String of(String statement, Table table, Part part) {
    return part.isEmpty() ? "" : statement.replace("{rows}", table.statement(part));
  }

  private static Link link(ResultSet row) throws SQLException {
    return new Link(
        row.getInt("device"),
        row.getInt("name"),
        row.getObject("schema_version_id", UUID.class),
        row.getInt("bucket"),
        row.getDouble("first"),
        row.getObject("first_time", OffsetDateTime.class).toInstant(),
        row.getDouble("last"),
        row.getObject("last_time", OffsetDateTime.class).toInstant(),
        row.getDouble("increase_within"));
  }
}

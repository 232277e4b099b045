package io.sensormine.query.gather;

import io.sensormine.query.resolution.Resolution;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.UUID;
import java.util.function.Consumer;

/** Reads the links of which increases are summed. */
@Singleton
public final class LinkStore {
  private static final String LINKS =
      """
      SELECT device.ordinality::int - 1 AS device, field.ordinality::int - 1 AS name,
        link.schema_version_id, width_bucket(link.bucket, ?::timestamptz[]) - 1 AS bucket,
        link.first, link.first_time, link.last, link.last_time, link.increase_within
      FROM (
        SELECT device_id, schema_version_id, field, bucket, first, first_time, last, last_time,
          increase_within
        FROM ({days}) AS day
        UNION ALL
        SELECT device_id, schema_version_id, field, bucket, first, first_time, last, last_time,
          increase_within
        FROM ({hours}) AS hour
        UNION ALL
        SELECT device_id, schema_version_id, field, time, number, time, number, time, 0
        FROM (
          SELECT message.device_id, message.schema_version_id, field.name AS field, message.time,
            CASE jsonb_typeof(message.fields -> field.name)
              WHEN 'number' THEN (message.fields -> field.name)::double precision
              WHEN 'boolean'
                THEN (message.fields -> field.name)::boolean::integer::double precision
            END AS number
          FROM ({messages}) AS message
          CROSS JOIN unnest(?::text[]) AS field (name)
          OFFSET 0
        ) AS reading
        WHERE number IS NOT NULL
      ) AS link
      JOIN unnest(?::uuid[]) WITH ORDINALITY AS device (id, ordinality)
        ON device.id = link.device_id
      JOIN unnest(?::text[]) WITH ORDINALITY AS field (name, ordinality)
        ON field.name = link.field
      ORDER BY device, link.first_time, link.last_time
      """
          .replace("{days}", CellStatements.CELLS.replace("{table}", "metrics_1d"))
          .replace("{hours}", CellStatements.CELLS.replace("{table}", "metrics_1h"))
          .replace("{messages}", CellStatements.MESSAGES);

  private static final int AT_ONCE = 10_000;

  /** Tells all links of a range, device by device, in order of time. */
  public void read(
      Connection connection, Gathering gathering, Resolution resolution, Consumer<Link> reader)
      throws SQLException {
    try (var statement = connection.prepareStatement(LINKS)) {
      statement.setFetchSize(AT_ONCE);
      new Binding(connection, statement)
          .times(gathering.edges())
          .cells(resolution.days(), gathering)
          .cells(resolution.hours(), gathering)
          .messages(resolution.raw(), gathering)
          .texts(gathering.names())
          .uuids(gathering.devices())
          .texts(gathering.names());
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          reader.accept(link(rows));
        }
      }
    }
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

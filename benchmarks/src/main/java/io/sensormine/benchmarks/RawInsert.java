package io.sensormine.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.UUID;

/**
 * The ceiling: the same rows by the same statement straight into a hypertable of the same shape,
 * with no service, no schema and no credential in between; prepared once a connection.
 */
final class RawInsert implements AutoCloseable {
  private static final String TABLE =
      """
      CREATE TABLE telemetry.benchmark_raw (
        tenant_id uuid NOT NULL, device_id uuid NOT NULL, time timestamptz NOT NULL,
        schema_version_id uuid NOT NULL, fields jsonb NOT NULL,
        received_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_benchmark_raw PRIMARY KEY (device_id, time))\
      """;

  private static final String INSERT =
      """
      INSERT INTO telemetry.benchmark_raw (tenant_id, device_id, time, schema_version_id, fields)
      SELECT ?, device_id, time, ?, fields
      FROM unnest(?::uuid[], ?::timestamptz[], ?::jsonb[]) AS batch (device_id, time, fields)
      ORDER BY device_id, time
      ON CONFLICT (device_id, time) DO UPDATE SET fields = excluded.fields
      WHERE benchmark_raw.fields IS DISTINCT FROM excluded.fields\
      """;

  private final String url;
  private final List<UUID> devices;
  private final UUID tenant = UUID.randomUUID();
  private final UUID version = UUID.randomUUID();

  private RawInsert(String url, List<UUID> devices) {
    this.url = url;
    this.devices = devices;
  }

  /** Makes its table; closing drops it. */
  static RawInsert in(String url, List<UUID> devices) throws SQLException {
    var raw = new RawInsert(url, devices);
    raw.execute("DROP TABLE IF EXISTS telemetry.benchmark_raw");
    raw.execute(TABLE);
    raw.execute(
        "SELECT create_hypertable('telemetry.benchmark_raw', by_range('time', INTERVAL '1 day'),"
            + " create_default_indexes => false)");
    return raw;
  }

  private interface Binding<T> {
    void bind(Connection connection, PreparedStatement insert, T batch) throws SQLException;
  }

  /** One connection that stores batches of binary arrays. */
  Lanes.Lane<RawRows> binary() {
    return lane((connection, insert, batch) -> {
      insert.setArray(3, batch.devices(connection));
      insert.setArray(4, batch.times(connection));
      insert.setArray(5, batch.fields(connection));
    });
  }

  /** One connection that stores batches of arrays as the driver writes them: as text. */
  Lanes.Lane<List<StandardWork.Message>> text() {
    return lane((connection, insert, batch) -> {
      insert.setArray(
          3,
          connection.createArrayOf(
              "uuid", batch.stream().map(message -> devices.get(message.device())).toArray()));
      insert.setArray(
          4,
          connection.createArrayOf(
              "timestamptz",
              batch.stream().map(message -> Timestamp.from(message.time())).toArray()));
      insert.setArray(
          5,
          connection.createArrayOf(
              "jsonb", batch.stream().map(StandardWork.Message::fields).toArray()));
    });
  }

  private <T> Lanes.Lane<T> lane(Binding<T> binding) {
    try {
      var connection =
          DriverManager.getConnection(url + (url.contains("?") ? "&" : "?") + "prepareThreshold=1");
      var insert = connection.prepareStatement(INSERT);
      insert.setObject(1, tenant);
      insert.setObject(2, version);
      return new Lanes.Lane<>() {
        @Override
        public void send(T batch) throws SQLException {
          binding.bind(connection, insert, batch);
          insert.executeUpdate();
        }

        @Override
        public void close() throws SQLException {
          connection.close();
        }
      };
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void execute(String sql) throws SQLException {
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    execute("DROP TABLE telemetry.benchmark_raw");
  }
}

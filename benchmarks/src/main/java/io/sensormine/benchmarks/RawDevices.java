package io.sensormine.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * The ceiling: the same rows into the same three tables by one statement a table and 1,000 devices,
 * over one connection, with no service, no check and no row-level security in between.
 */
final class RawDevices implements AutoCloseable {
  private static final int CHUNK = 1_000;

  private static final String DEVICES =
      """
      INSERT INTO device.devices (id, tenant_id, external_id, name, device_type_id, attributes, tags,
        status, revision, created_at, updated_at)
      SELECT n.id, ?, n.external_id, n.name, ?, n.attributes::jsonb, n.tags::text[], 'ACTIVE', 1,
        now(), now()
      FROM unnest(?, ?, ?, ?, ?) AS n (id, external_id, name, attributes, tags)
      """;

  private static final String SEARCH =
      """
      INSERT INTO device.device_search (tenant_id, kind, name, value, device_id)
      SELECT ?, n.kind, n.name, n.value, n.device_id
      FROM unnest(?, ?, ?, ?) AS n (device_id, kind, name, value)
      """;

  private static final String AUDIT =
      """
      INSERT INTO device.device_audit_logs (id, tenant_id, device_id, action, actor, revision, patch,
        occurred_at)
      SELECT n.id, ?, n.device_id, 'CREATED', 'benchmark', 1, n.patch::jsonb, now()
      FROM unnest(?, ?, ?) AS n (id, device_id, patch)
      """;

  private final Connection connection;
  private final UUID tenant;
  private final UUID type;

  private RawDevices(Connection connection, UUID tenant, UUID type) {
    this.connection = connection;
    this.tenant = tenant;
    this.type = type;
  }

  /** Stores devices of a type. */
  static RawDevices of(Instance instance, UUID type) throws SQLException {
    var connection = DriverManager.getConnection(instance.configUrl());
    connection.setAutoCommit(false);
    try (var find =
        connection.prepareStatement("SELECT tenant_id FROM device.device_types WHERE id = ?")) {
      find.setObject(1, type);
      try (var rows = find.executeQuery()) {
        rows.next();
        return new RawDevices(connection, rows.getObject(1, UUID.class), type);
      }
    }
  }

  /** The rows of devices in chunks, made before the clock runs. */
  List<List<Row>> rows(List<BulkBenchmark.Work> work) {
    var chunks = new ArrayList<List<Row>>();
    for (int from = 0; from < work.size(); from += CHUNK) {
      chunks.add(
          work.subList(from, Math.min(from + CHUNK, work.size())).stream().map(this::row).toList());
    }
    return chunks;
  }

  int insert(List<List<Row>> chunks) throws SQLException {
    for (var chunk : chunks) {
      insertChunk(chunk);
      connection.commit();
    }
    return chunks.size();
  }

  private Row row(BulkBenchmark.Work work) {
    var id = ordered();
    var patch = "[{\"op\":\"add\",\"path\":\"\",\"value\":" + work.json(type.toString()) + "}]";
    return new Row(id, work, terms(id, work), patch);
  }

  private void insertChunk(List<Row> rows) throws SQLException {
    try (var insert = connection.prepareStatement(DEVICES)) {
      insert.setObject(1, tenant);
      insert.setObject(2, type);
      array(insert, 3, "uuid", rows, Row::id);
      array(insert, 4, "text", rows, row -> row.work().externalId());
      array(insert, 5, "text", rows, row -> row.work().name());
      array(insert, 6, "text", rows, row -> row.work().attributes());
      array(insert, 7, "text", rows, row -> "{" + String.join(",", row.work().tags()) + "}");
      insert.executeUpdate();
    }
    var terms = rows.stream().flatMap(row -> row.terms().stream()).toList();
    try (var insert = connection.prepareStatement(SEARCH)) {
      insert.setObject(1, tenant);
      array(insert, 2, "uuid", terms, Term::device);
      array(insert, 3, "text", terms, Term::kind);
      array(insert, 4, "text", terms, Term::name);
      array(insert, 5, "text", terms, Term::value);
      insert.executeUpdate();
    }
    try (var insert = connection.prepareStatement(AUDIT)) {
      insert.setObject(1, tenant);
      array(insert, 2, "uuid", rows, row -> ordered());
      array(insert, 3, "uuid", rows, Row::id);
      array(insert, 4, "text", rows, Row::patch);
      insert.executeUpdate();
    }
  }

  private static List<Term> terms(UUID id, BulkBenchmark.Work work) {
    var terms = new ArrayList<Term>();
    terms.add(new Term(id, "TEXT", "name", work.name()));
    terms.add(new Term(id, "TEXT", "externalId", work.externalId()));
    work.tags().forEach(tag -> terms.add(new Term(id, "TAG", "", tag)));
    Json.read(work.attributes())
        .properties()
        .forEach(
            each -> terms.add(new Term(id, "ATTRIBUTE", each.getKey(), each.getValue().asText())));
    return terms;
  }

  /** A UUIDv7, as the service makes them: random ones would be slower to index. */
  private static UUID ordered() {
    var random = UUID.randomUUID();
    var millis = Instant.now().toEpochMilli();
    return new UUID(
        (millis << 16) | 0x7000 | (random.getMostSignificantBits() & 0xfff),
        random.getLeastSignificantBits());
  }

  private static <T> void array(
      PreparedStatement statement, int at, String type, List<T> rows, Function<T, Object> value)
      throws SQLException {
    statement.setArray(
        at, statement.getConnection().createArrayOf(type, rows.stream().map(value).toArray()));
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  /** One device. */
  record Row(UUID id, BulkBenchmark.Work work, List<Term> terms, String patch) {}

  /** One of its searchable values. */
  record Term(UUID device, String kind, String name, String value) {}
}

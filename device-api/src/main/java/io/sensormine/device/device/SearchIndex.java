package io.sensormine.device.device;

import io.micronaut.data.jdbc.runtime.JdbcOperations;
import io.micronaut.transaction.TransactionDefinition.Propagation;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.Function;

/** Keeps device_search in step with devices, within the transaction that changes a device. */
@Singleton
class SearchIndex {
  private static final String FORGET = "DELETE FROM device_search WHERE device_id = ?";
  private static final String LEARN =
      """
      INSERT INTO device_search (tenant_id, kind, name, value, device_id)
      SELECT ?, term.kind, term.name,
          CASE term.kind WHEN 'TEXT' THEN lower(term.value COLLATE pg_c_utf8) ELSE term.value END, ?
      FROM unnest(?, ?, ?) AS term (kind, name, value)
      ON CONFLICT DO NOTHING
      """;

  private final JdbcOperations jdbc;

  SearchIndex(JdbcOperations jdbc) {
    this.jdbc = jdbc;
  }

  /** A new device's terms. */
  @Transactional(propagation = Propagation.MANDATORY)
  void add(DeviceRow device) {
    var terms = SearchTerm.of(device.content());
    jdbc.prepareStatement(
        LEARN,
        statement -> {
          var connection = statement.getConnection();
          statement.setObject(1, device.tenantId());
          statement.setObject(2, device.id());
          statement.setArray(
              3, connection.createArrayOf("text", texts(terms, term -> term.kind().name())));
          statement.setArray(4, connection.createArrayOf("text", texts(terms, SearchTerm::name)));
          statement.setArray(5, connection.createArrayOf("text", texts(terms, SearchTerm::value)));
          return statement.executeUpdate();
        });
  }

  /** A changed device's terms, in place of those it had. */
  @Transactional(propagation = Propagation.MANDATORY)
  void replace(DeviceRow device) {
    jdbc.prepareStatement(
        FORGET,
        statement -> {
          statement.setObject(1, device.id());
          return statement.executeUpdate();
        });
    add(device);
  }

  private static String[] texts(List<SearchTerm> terms, Function<SearchTerm, String> part) {
    return terms.stream().map(part).toArray(String[]::new);
  }
}

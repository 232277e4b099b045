package io.sensormine.device.device;

import io.micronaut.data.jdbc.runtime.JdbcOperations;
import io.micronaut.transaction.TransactionDefinition.Propagation;
import io.micronaut.transaction.annotation.Transactional;
import io.sensormine.kit.tenant.TenantContext;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** Keeps device_search in step with devices, within the transaction that changes them. */
@Singleton
class SearchIndex {
  private static final String FORGET = "DELETE FROM device_search WHERE device_id = ANY (?)";

  /**
   * In the order of the primary key, so that neighbours go to one page of it. Each term once: a
   * device may be called as its external id is, but for the case. It meets no other conflicts:
   * nobody else writes the terms of a device that this transaction has made or locked. ON CONFLICT
   * would cost a third more.
   */
  private static final String LEARN =
      """
      INSERT INTO device_search (tenant_id, kind, name, value, device_id)
      SELECT ?, term.kind, term.name, term.value, term.device_id
      FROM (
        SELECT DISTINCT given.kind, given.name COLLATE "C" AS name,
          (CASE given.kind WHEN 'TEXT' THEN lower(given.value COLLATE pg_c_utf8) ELSE given.value END)
            COLLATE "C" AS value,
          given.device_id
        FROM unnest(?, ?, ?, ?) AS given (kind, name, value, device_id)) term
      ORDER BY term.kind, term.name, term.value, term.device_id
      """;

  private final JdbcOperations jdbc;

  SearchIndex(JdbcOperations jdbc) {
    this.jdbc = jdbc;
  }

  /** A new device's terms. */
  @Transactional(propagation = Propagation.MANDATORY)
  void add(DeviceRow device) {
    add(List.of(device));
  }

  /** New devices' terms, in one statement. */
  @Transactional(propagation = Propagation.MANDATORY)
  void add(List<DeviceRow> devices) {
    var terms =
        devices.stream()
            .flatMap(device ->
                SearchTerm.of(device.content()).stream().map(term -> new TermOf(device.id(), term)))
            .toList();
    if (terms.isEmpty()) {
      return;
    }
    jdbc.prepareStatement(
        LEARN,
        statement -> {
          statement.setObject(1, TenantContext.required());
          new Columns<>(statement, 2, terms)
              .of("text", each -> each.term().kind().name())
              .of("text", each -> each.term().name())
              .of("text", each -> each.term().value())
              .of("uuid", TermOf::deviceId);
          return statement.executeUpdate();
        });
  }

  /** A changed device's terms, in place of those it had. */
  @Transactional(propagation = Propagation.MANDATORY)
  void replace(DeviceRow device) {
    replace(List.of(device));
  }

  /** Changed devices' terms, in place of those they had, in two statements. */
  @Transactional(propagation = Propagation.MANDATORY)
  void replace(List<DeviceRow> devices) {
    if (devices.isEmpty()) {
      return;
    }
    jdbc.prepareStatement(
        FORGET,
        statement -> {
          var ids = devices.stream().map(DeviceRow::id).toArray();
          statement.setArray(1, statement.getConnection().createArrayOf("uuid", ids));
          return statement.executeUpdate();
        });
    add(devices);
  }

  private record TermOf(UUID deviceId, SearchTerm term) {}
}

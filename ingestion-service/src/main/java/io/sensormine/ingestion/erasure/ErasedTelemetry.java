package io.sensormine.ingestion.erasure;

import io.sensormine.contracts.identity.ErasureSubject;
import io.sensormine.contracts.identity.PendingErasure;
import io.sensormine.ingestion.reference.ReferenceSettings;
import io.sensormine.kit.erasure.ErasedData;
import io.sensormine.kit.erasure.ErasureChunks;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Telemetry, its rollups, events and dead letters, a chunk after the other and each in bounded
 * transactions, so that ingestion goes on meanwhile and no lock is held for long; then what is kept
 * of devices.
 *
 * <p>The order keeps the roller from computing anything again of what is erased: first the notes of
 * what it should compute, then the messages that it computes hours from, the hours, the days.
 */
@Singleton
final class ErasedTelemetry implements ErasedData {
  private static final Logger LOG = LoggerFactory.getLogger(ErasedTelemetry.class);
  private static final int DEVICES_AT_ONCE = 100;

  private static final String CHUNKS =
      """
      SELECT range_start, range_end FROM timescaledb_information.chunks
      WHERE hypertable_schema = 'telemetry' AND hypertable_name = ?
      ORDER BY range_start
      """;

  /** A hypertable whose rows are of devices. */
  private enum Table {
    TELEMETRY(
        "telemetry",
        """
        SELECT DISTINCT device_id FROM telemetry.telemetry
        WHERE tenant_id = ? AND time >= ? AND time < ?
        """,
        "SELECT telemetry.erase_telemetry(?, ?, ?, ?, ?, ?)"),
    HOURS(
        "metrics_1h",
        """
        SELECT DISTINCT device_id FROM telemetry.metrics_1h
        WHERE tenant_id = ? AND bucket >= ? AND bucket < ?
        """,
        "SELECT telemetry.erase_rollups(?, 'metrics_1h', ?, ?, ?, ?, ?)"),
    DAYS(
        "metrics_1d",
        """
        SELECT DISTINCT device_id FROM telemetry.metrics_1d
        WHERE tenant_id = ? AND bucket >= ? AND bucket < ?
        """,
        "SELECT telemetry.erase_rollups(?, 'metrics_1d', ?, ?, ?, ?, ?)");

    private final String tableName;
    private final String devices;
    private final String erase;

    Table(String tableName, String devices, String erase) {
      this.tableName = tableName;
      this.devices = devices;
      this.erase = erase;
    }
  }

  private final IngestionErasureSettings settings;

  ErasedTelemetry(IngestionErasureSettings settings, ReferenceSettings references) {
    this.settings = settings;
    if (settings.settle().compareTo(references.staleness()) <= 0) {
      LOG.warn(
          "sensormine.ingestion.erasure.settle is {}: what is erased may arrive again while"
              + " device-api or identity-api is away, for references.staleness is {}",
          settings.settle(),
          references.staleness());
    }
  }

  private record Window(OffsetDateTime from, OffsetDateTime to) {}

  @Override
  public Duration deviceSettle() {
    return settings.settle();
  }

  @Override
  public boolean erase(PendingErasure erasure, ErasureChunks chunks) {
    return eraseOnce("erase_rollup_dirty", erasure, chunks)
        && Stream.of(Table.values()).allMatch(table -> eraseAll(table, erasure, chunks))
        && eraseWindows("rejected_messages", erasure, chunks)
        && eraseWindows("events", erasure, chunks)
        && eraseOnce("erase_counters", erasure, chunks)
        // the activity before the history, which nothing is added to any more without it
        && eraseOnce("erase_device_activity", erasure, chunks)
        && eraseWindows("device_status_history", erasure, chunks);
  }

  private static boolean eraseOnce(String function, PendingErasure erasure, ErasureChunks chunks) {
    return chunks.all(
        "SELECT telemetry.%s(?, ?, CAST(? AS uuid), ?)".formatted(function),
        erasure.id(),
        erasure.tenantId(),
        device(erasure));
  }

  private static boolean eraseWindows(String table, PendingErasure erasure, ErasureChunks chunks) {
    return windows(table, chunks).stream()
        .allMatch(window ->
            chunks.all(
                "SELECT telemetry.erase_%s(?, ?, CAST(? AS uuid), ?, ?, ?)".formatted(table),
                erasure.id(),
                erasure.tenantId(),
                device(erasure),
                window.from(),
                window.to()));
  }

  /** Null where all of the tenant is meant. */
  private static @Nullable UUID device(PendingErasure erasure) {
    return erasure.subject() == ErasureSubject.DEVICE ? erasure.subjectId() : null;
  }

  private static boolean eraseAll(Table table, PendingErasure erasure, ErasureChunks chunks) {
    return windows(table.tableName, chunks).stream()
        .allMatch(window -> erase(table, erasure, window, chunks));
  }

  private static boolean erase(
      Table table, PendingErasure erasure, Window window, ErasureChunks chunks) {
    var devices =
        erasure.subject() == ErasureSubject.DEVICE
            ? List.of(erasure.subjectId())
            : devices(table, erasure.tenantId(), window, chunks);
    for (int at = 0; at < devices.size(); at += DEVICES_AT_ONCE) {
      var some = devices.subList(at, Math.min(at + DEVICES_AT_ONCE, devices.size()));
      if (!chunks.all(
          table.erase,
          erasure.id(),
          erasure.tenantId(),
          some.toArray(UUID[]::new),
          window.from(),
          window.to())) {
        return false;
      }
    }
    return true;
  }

  private static List<Window> windows(String table, ErasureChunks chunks) {
    return chunks.query(connection -> {
      try (var statement = connection.prepareStatement(CHUNKS)) {
        statement.setString(1, table);
        try (var rows = statement.executeQuery()) {
          var windows = new ArrayList<Window>();
          while (rows.next()) {
            windows.add(
                new Window(
                    rows.getObject(1, OffsetDateTime.class),
                    rows.getObject(2, OffsetDateTime.class)));
          }
          return windows;
        }
      }
    });
  }

  private static List<UUID> devices(Table table, UUID tenant, Window window, ErasureChunks chunks) {
    return chunks.query(connection -> devices(table, tenant, window, connection));
  }

  private static List<UUID> devices(Table table, UUID tenant, Window window, Connection connection)
      throws SQLException {
    try (var statement = connection.prepareStatement(table.devices)) {
      statement.setObject(1, tenant);
      statement.setObject(2, window.from());
      statement.setObject(3, window.to());
      try (var rows = statement.executeQuery()) {
        var devices = new ArrayList<UUID>();
        while (rows.next()) {
          devices.add(rows.getObject(1, UUID.class));
        }
        return devices;
      }
    }
  }
}

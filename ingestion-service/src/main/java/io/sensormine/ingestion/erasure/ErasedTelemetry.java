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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Telemetry and dead letters, a chunk (a day) after the other and each in bounded transactions, so
 * that ingestion goes on meanwhile and no lock is held for long; then what is kept of devices.
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

  private static final String DEVICES =
      """
      SELECT DISTINCT device_id FROM telemetry.telemetry
      WHERE tenant_id = ? AND time >= ? AND time < ?
      """;

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
    return windows("telemetry", chunks).stream()
            .allMatch(window -> eraseTelemetry(erasure, window, chunks))
        && windows("rejected_messages", chunks).stream()
            .allMatch(window -> eraseDeadLetters(erasure, window, chunks))
        && eraseActivity(erasure, chunks);
  }

  /** The activity before the history, which nothing is added to any more without it. */
  private static boolean eraseActivity(PendingErasure erasure, ErasureChunks chunks) {
    return eraseAll("SELECT telemetry.erase_counters(?, ?, CAST(? AS uuid), ?)", erasure, chunks)
        && eraseAll(
            "SELECT telemetry.erase_device_activity(?, ?, CAST(? AS uuid), ?)", erasure, chunks)
        && windows("device_status_history", chunks).stream()
            .allMatch(window ->
                eraseWindow(
                    "SELECT telemetry.erase_device_status_history(?, ?, CAST(? AS uuid), ?, ?, ?)",
                    erasure,
                    window,
                    chunks));
  }

  private static boolean eraseAll(String call, PendingErasure erasure, ErasureChunks chunks) {
    return chunks.all(call, erasure.id(), erasure.tenantId(), device(erasure));
  }

  /** Null where all of the tenant is meant. */
  private static @Nullable UUID device(PendingErasure erasure) {
    return erasure.subject() == ErasureSubject.DEVICE ? erasure.subjectId() : null;
  }

  private static boolean eraseTelemetry(
      PendingErasure erasure, Window window, ErasureChunks chunks) {
    var devices =
        erasure.subject() == ErasureSubject.DEVICE
            ? List.of(erasure.subjectId())
            : devices(erasure.tenantId(), window, chunks);
    for (int at = 0; at < devices.size(); at += DEVICES_AT_ONCE) {
      var some = devices.subList(at, Math.min(at + DEVICES_AT_ONCE, devices.size()));
      if (!chunks.all(
          "SELECT telemetry.erase_telemetry(?, ?, ?, ?, ?, ?)",
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

  private static boolean eraseDeadLetters(
      PendingErasure erasure, Window window, ErasureChunks chunks) {
    return eraseWindow(
        "SELECT telemetry.erase_rejected_messages(?, ?, CAST(? AS uuid), ?, ?, ?)",
        erasure,
        window,
        chunks);
  }

  private static boolean eraseWindow(
      String call, PendingErasure erasure, Window window, ErasureChunks chunks) {
    return chunks.all(
        call, erasure.id(), erasure.tenantId(), device(erasure), window.from(), window.to());
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

  private static List<UUID> devices(UUID tenant, Window window, ErasureChunks chunks) {
    return chunks.query(connection -> devices(tenant, window, connection));
  }

  private static List<UUID> devices(UUID tenant, Window window, Connection connection)
      throws SQLException {
    try (var statement = connection.prepareStatement(DEVICES)) {
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

package io.sensormine.ingestion.counter;

import io.micronaut.data.exceptions.DataAccessException;
import io.sensormine.ingestion.store.Protocol;
import io.sensormine.kit.tenant.Connections;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Folds deltas into counters and reads both. Thread-safe; blocks. */
@Singleton
final class CounterStore {
  /** Any number, as long as nothing else takes it: the only lock of this kind in this database. */
  private static final long FOLD_LOCK = 0x736d_666f_6c64L;

  private static final String LOCK = "SELECT pg_try_advisory_xact_lock(?)";

  /** In the order of their keys, so that no two transactions wait for each other. */
  private static final String FOLD =
      """
      WITH folded AS (
        UPDATE telemetry.ingestion_deltas SET folded_at = now()
        WHERE folded_at IS NULL AND id = ANY (ARRAY(
          SELECT id FROM telemetry.ingestion_deltas
          WHERE folded_at IS NULL ORDER BY id LIMIT ?))
        RETURNING tenant_id, protocol, last_received_at, device_ids, accepted, merged, duplicates,
          rejected),
      lines AS MATERIALIZED (
        SELECT tenant_id, line.device_id, protocol, sum(line.accepted) AS accepted,
          coalesce(sum(line.merged), 0) AS merged, coalesce(sum(line.duplicates), 0) AS duplicates,
          coalesce(sum(line.rejected), 0) AS rejected,
          max(last_received_at)
            FILTER (WHERE line.accepted + coalesce(line.duplicates, 0) > 0) AS seen_at
        FROM folded, unnest(device_ids, accepted, merged, duplicates, rejected)
          AS line (device_id, accepted, merged, duplicates, rejected)
        GROUP BY tenant_id, line.device_id, protocol),
      counted AS (
        INSERT INTO telemetry.ingestion_counters AS known
          (tenant_id, device_id, protocol, accepted, merged, duplicates, rejected)
        SELECT tenant_id, device_id, protocol, accepted, merged, duplicates, rejected
        FROM lines ORDER BY 1, 2, 3
        ON CONFLICT (tenant_id, device_id, protocol) DO UPDATE SET
          accepted = known.accepted + excluded.accepted,
          merged = known.merged + excluded.merged,
          duplicates = known.duplicates + excluded.duplicates,
          rejected = known.rejected + excluded.rejected),
      seen AS (
        INSERT INTO telemetry.device_activity AS known (device_id, tenant_id, last_seen_at)
        SELECT device_id, tenant_id, max(seen_at) FROM lines
        WHERE protocol <> 'REPLAY' AND seen_at IS NOT NULL AND device_id <> '00000000-0000-0000-0000-000000000000'
        GROUP BY device_id, tenant_id ORDER BY 1
        ON CONFLICT (device_id) DO UPDATE SET last_seen_at = excluded.last_seen_at
        WHERE known.tenant_id = excluded.tenant_id AND known.last_seen_at < excluded.last_seen_at)
      SELECT count(*) FROM folded
      """;

  private static final String FORGET =
      "DELETE FROM telemetry.ingestion_deltas WHERE folded_at < now() - make_interval(secs => ?)";

  private static final String OF_TENANT =
      """
      SELECT protocol, sum(accepted), sum(merged), sum(duplicates), sum(rejected)
      FROM (
        SELECT protocol, accepted, merged, duplicates, rejected
        FROM telemetry.ingestion_counters
        WHERE tenant_id = ? AND (CAST(? AS uuid) IS NULL OR device_id = ?)
        UNION ALL
        SELECT protocol, line.accepted, coalesce(line.merged, 0), coalesce(line.duplicates, 0),
          coalesce(line.rejected, 0)
        FROM telemetry.ingestion_deltas AS delta,
          unnest(device_ids, accepted, merged, duplicates, rejected)
            AS line (device_id, accepted, merged, duplicates, rejected)
        WHERE folded_at IS NULL AND tenant_id = ?
          AND (CAST(? AS uuid) IS NULL OR line.device_id = ?)) AS counted
      GROUP BY protocol ORDER BY protocol
      """;

  private static final String OF_ALL =
      """
      SELECT tenant_id, protocol, sum(accepted), sum(merged), sum(duplicates), sum(rejected)
      FROM telemetry.ingestion_counters
      WHERE tenant_id = ANY (ARRAY(
        SELECT DISTINCT tenant_id FROM telemetry.ingestion_counters ORDER BY tenant_id LIMIT ?))
      GROUP BY tenant_id, protocol ORDER BY tenant_id, protocol
      """;

  private final Connections database;

  /** A tenant's messages that came one way. */
  record OfTenant(UUID tenantId, Counters.OfProtocol counters) {}

  CounterStore(Connections database) {
    this.database = database;
  }

  /**
   * Folds deltas, the oldest first.
   *
   * @return how many; 0 also where another process is at it
   */
  int fold(int maxDeltas) throws SQLException {
    try (var connection = database.open()) {
      connection.setAutoCommit(false);
      try (var lock = connection.prepareStatement(LOCK);
          var fold = connection.prepareStatement(FOLD)) {
        lock.setLong(1, FOLD_LOCK);
        int folded = 0;
        if (first(lock).equals("t")) {
          fold.setInt(1, maxDeltas);
          folded = Integer.parseInt(first(fold));
        }
        connection.commit();
        return folded;
      } catch (SQLException e) {
        connection.rollback();
        throw e;
      }
    }
  }

  private static String first(PreparedStatement statement) throws SQLException {
    try (var row = statement.executeQuery()) {
      row.next();
      return row.getString(1);
    }
  }

  /** Deletes deltas that were folded longer ago than that. */
  void forget(Duration age) throws SQLException {
    try (var connection = database.open();
        var forget = connection.prepareStatement(FORGET)) {
      forget.setDouble(1, age.toMillis() / 1_000.0);
      forget.executeUpdate();
    }
  }

  /**
   * What became of a tenant's messages until now.
   *
   * @param deviceId of whose alone; null for all devices, known or not
   */
  Counters ofTenant(UUID tenantId, @Nullable UUID deviceId) {
    try (var connection = database.open();
        var ask = connection.prepareStatement(OF_TENANT)) {
      for (int at = 0; at < 6; at += 3) {
        ask.setObject(at + 1, tenantId);
        ask.setObject(at + 2, deviceId);
        ask.setObject(at + 3, deviceId);
      }
      try (var row = ask.executeQuery()) {
        var protocols = new ArrayList<Counters.OfProtocol>();
        while (row.next()) {
          protocols.add(
              new Counters.OfProtocol(
                  Protocol.valueOf(row.getString(1)),
                  row.getLong(2),
                  row.getLong(3),
                  row.getLong(4),
                  row.getLong(5)));
        }
        return Counters.of(protocols);
      }
    } catch (SQLException e) {
      throw new DataAccessException("counters were not read", e);
    }
  }

  /** What became of the messages of some tenants, as far as it is folded. */
  List<OfTenant> ofAll(int maxTenants) throws SQLException {
    try (var connection = database.open();
        var ask = connection.prepareStatement(OF_ALL)) {
      ask.setInt(1, maxTenants);
      try (var row = ask.executeQuery()) {
        var all = new ArrayList<OfTenant>();
        while (row.next()) {
          all.add(
              new OfTenant(
                  row.getObject(1, UUID.class),
                  new Counters.OfProtocol(
                      Protocol.valueOf(row.getString(2)),
                      row.getLong(3),
                      row.getLong(4),
                      row.getLong(5),
                      row.getLong(6))));
        }
        return all;
      }
    }
  }
}

package io.sensormine.device.credential;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.device.testing.DeviceApi;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Uses of 2,500 credentials. */
class ManyCredentialUsesIT {
  private static final Instant EARLY = Instant.parse("2026-01-31T09:15:00Z");
  private final UUID tenant = UUID.randomUUID();
  private DeviceApi api;

  @BeforeEach
  void makeCredentials() throws SQLException {
    api = DeviceApi.start(Map.of("SENSORMINE_DEVICE_CREDENTIAL_USES_FLUSH_INTERVAL", "1h"));
    try (var connection = api.database.adminConnection();
        var statement = connection.createStatement()) {
      statement.execute(
          """
          INSERT INTO device.device_credentials
            (id, tenant_id, name, secret_sha256, created_at, created_by)
          SELECT gen_random_uuid(), '%s', 'g' || n, encode(sha256(n::text::bytea), 'hex'), now(), 'x'
          FROM generate_series(1, 2500) n
          """
              .formatted(tenant));
    }
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void writesManyInParts() throws SQLException {
    var uses = api.service.bean(CredentialUses.class);
    ids().forEach(id -> uses.used(id, EARLY.plusSeconds(60)));
    uses.flush();
    assertThat(count("first_used_at = '2026-01-31T09:16:00Z'")).isEqualTo(2500);
  }

  @Test
  void writesTheSameFromSeveralReplicasAtOnce()
      throws SQLException, InterruptedException, ExecutionException {
    var store = api.service.bean(CredentialUseStore.class);
    var there = ids().stream().map(id -> new CredentialUse(id, EARLY, EARLY)).limit(500).toList();
    var back = new ArrayList<>(there);
    Collections.reverse(back);
    try (var replicas = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new ArrayList<Future<?>>();
      for (int i = 0; i < 40; i++) {
        int later = i;
        var order = i % 2 == 0 ? there : back;
        running.add(
            replicas.submit(() ->
                store.add(
                    order.stream()
                        .map(use ->
                            new CredentialUse(use.id(), EARLY, EARLY.plusSeconds(100 + later)))
                        .toList())));
      }
      for (var each : running) {
        each.get();
      }
    }
    assertThat(
            count(
                "first_used_at = '2026-01-31T09:15:00Z'"
                    + " AND last_used_at = '2026-01-31T09:17:19Z'"))
        .isEqualTo(500);
  }

  private List<UUID> ids() throws SQLException {
    var ids = new ArrayList<UUID>();
    try (var connection = api.database.adminConnection();
        var statement =
            connection.prepareStatement(
                "SELECT id FROM device.device_credentials WHERE tenant_id = ?")) {
      statement.setObject(1, tenant);
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          ids.add(rows.getObject(1, UUID.class));
        }
      }
    }
    return ids;
  }

  private long count(String condition) throws SQLException {
    try (var connection = api.database.adminConnection();
        var statement =
            connection.prepareStatement(
                "SELECT count(*) FROM device.device_credentials WHERE tenant_id = ? AND "
                    + condition)) {
      statement.setObject(1, tenant);
      try (var rows = statement.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }
}

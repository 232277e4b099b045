package io.sensormine.ingestion.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.contracts.device.DeviceSelection;
import io.sensormine.ingestion.testing.Ingestion;
import io.sensormine.kit.testing.RequiresCommunity;
import io.sensormine.kit.testing.StandInErasures;
import io.sensormine.local.DatabaseRole;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What ingestion deletes of days that are in columns, and that it leaves the others there. */
@RequiresCommunity
class ErasedColumnsIT {
  private static final int DAYS = 2;

  /** More than a segment holds. */
  private static final int A_DAY = 2_500;

  private static final int MAX_ROWS = 700;
  private static Ingestion ingestion;
  private static StandInErasures erasures;
  private final UUID tenant = UUID.randomUUID();
  private DeviceSelection.Item device;
  private DeviceSelection.Item neighbour;
  private DeviceSelection.Item stranger;

  @BeforeAll
  static void start() {
    ingestion =
        Ingestion.start(
            Map.of(
                "SENSORMINE_ERASURE_INTERVAL", "100ms",
                "SENSORMINE_ERASURE_MAX_ROWS", Integer.toString(MAX_ROWS),
                "SENSORMINE_ERASURE_TENANT_SETTLE", "PT0S",
                "SENSORMINE_INGESTION_ERASURE_SETTLE", "PT0S"));
    ingestion.limitUnpacking();
    erasures = ingestion.identity().erasures();
  }

  @AfterAll
  static void stop() {
    ingestion.close();
  }

  @BeforeEach
  void fillColumns() {
    device = filled(tenant, "device");
    neighbour = filled(tenant, "neighbour");
    stranger = filled(UUID.randomUUID(), "stranger");
    ingestion.putIntoColumns();
    for (var item : new DeviceSelection.Item[] {device, neighbour, stranger}) {
      assertInColumns(item);
    }
  }

  private static DeviceSelection.Item filled(UUID tenant, String name) {
    var item = ingestion.deviceApi().device(tenant, name, ingestion.deviceApi().type(tenant));
    var http = ingestion.device(tenant, item);
    for (int day = 0; day < DAYS; day++) {
      var start = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(day * 86_400L);
      var batch =
          IntStream.range(0, A_DAY)
              .mapToObj(i ->
                  "{\"time\": \"%s\", \"fields\": {\"a\": %d}}".formatted(start.plusSeconds(i), i))
              .collect(Collectors.joining(",", "[", "]"));
      http.post("/api/v1/telemetry", batch).expect(200);
    }
    return item;
  }

  private static void assertInColumns(DeviceSelection.Item item) {
    assertThat(ingestion.rows(item.id())).hasSize(DAYS * A_DAY);
    assertThat(ingestion.outsideColumns(item.id())).isZero();
  }

  @Test
  void erasesADeviceAndUnpacksNoOther() {
    var others = ingestion.rows(neighbour.id());
    var erasure = erasures.ofDevice(tenant, device.id(), Instant.now());
    assertThat(erasures.awaitReport(erasure)).containsEntry("telemetry", (long) DAYS * A_DAY);
    assertThat(ingestion.rows(device.id())).isEmpty();
    assertInColumns(neighbour);
    assertInColumns(stranger);
    assertThat(ingestion.rows(neighbour.id())).isEqualTo(others);
  }

  @Test
  void erasesATenantAndUnpacksNoOther() {
    var erasure = erasures.ofTenant(tenant, Instant.now());
    assertThat(erasures.awaitReport(erasure)).containsEntry("telemetry", 2L * DAYS * A_DAY);
    assertThat(ingestion.rows(device.id())).isEmpty();
    assertThat(ingestion.rows(neighbour.id())).isEmpty();
    assertInColumns(stranger);
  }

  @Test
  void erasesWhatCameLateIntoColumnsAsWell() {
    ingestion
        .device(tenant, device)
        .post("/api/v1/telemetry", "{\"time\": \"2026-01-01T12:00:00Z\", \"fields\": {\"a\": 1}}")
        .expect(200);
    assertThat(ingestion.outsideColumns(device.id())).isEqualTo(1);
    var erasure = erasures.ofDevice(tenant, device.id(), Instant.now());
    assertThat(erasures.awaitReport(erasure)).containsEntry("telemetry", DAYS * A_DAY + 1L);
    assertThat(ingestion.rows(device.id())).isEmpty();
    assertInColumns(neighbour);
  }

  /** It does not unpack all that it was asked for to delete a part. */
  @Test
  void boundsWhatATransactionDeletesAndUnpacks() throws SQLException {
    try (var writer = ingestion.database().connect(DatabaseRole.TELEMETRY_WRITER)) {
      long left = 2L * A_DAY;
      while (left > 0) {
        long deleted = eraseFirstDay(writer);
        assertThat(deleted).isBetween(1L, (long) MAX_ROWS);
        left -= deleted;
        assertThat(ingestion.outsideColumns(device.id()) + ingestion.outsideColumns(neighbour.id()))
            .isLessThanOrEqualTo(A_DAY);
      }
      assertThat(eraseFirstDay(writer)).isZero();
    }
    assertThat(ingestion.rows(device.id())).hasSize(A_DAY);
    assertInColumns(stranger);
  }

  private long eraseFirstDay(Connection writer) throws SQLException {
    var call =
        """
        SELECT telemetry.erase_telemetry(?, ?, ?, '2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z', ?)
        """;
    try (var statement = writer.prepareStatement(call)) {
      statement.setObject(1, tenant);
      statement.setObject(2, tenant);
      statement.setArray(3, writer.createArrayOf("uuid", new UUID[] {device.id(), neighbour.id()}));
      statement.setInt(4, MAX_ROWS);
      try (var row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }
}

package io.sensormine.ingestion.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.contracts.device.DeviceSelection;
import io.sensormine.contracts.registry.VersionStatus;
import io.sensormine.ingestion.store.Protocol;
import io.sensormine.ingestion.testing.Ingestion;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.testing.Http;
import io.sensormine.local.DatabaseRole;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Dead letters as operators see them: all of their tenant, and none of another. */
class RejectedMessagesIT {
  private static final String LETTERS = "/api/v1/rejected-messages";
  private static final String TELEMETRY = "/api/v1/telemetry";

  @AutoClose private static final Ingestion ingestion = Ingestion.start(Map.of());

  private final UUID tenant = UUID.randomUUID();
  private final Http operator = user(tenant, Roles.OPERATOR);

  private static Http user(UUID tenantId, String role) {
    return ingestion.service().http(ingestion.identity().token(tenantId, role));
  }

  private DeviceSelection.Item device(String name) {
    return ingestion.deviceApi().device(tenant, name, ingestion.deviceApi().type(tenant));
  }

  private JsonNode items(String query) {
    return operator.get(LETTERS + query).expect(200).body().path("items");
  }

  @Test
  void tellsAllThatIsKeptOfAMessage() {
    var schema = UUID.randomUUID();
    var version =
        ingestion
            .registry()
            .version(tenant, schema, 1, VersionStatus.ACTIVE, "{'required': ['temp']}");
    var device =
        ingestion
            .deviceApi()
            .device(
                tenant,
                "pump",
                ingestion.deviceApi().type(tenant, UUID.randomUUID(), schema, null));
    ingestion
        .device(tenant, device)
        .post(TELEMETRY, "[{'time': 1, 'temp': 1}, {'time':1, 'x': 2}]");
    var letter = items("").get(0);
    assertThat(letter.path("deviceId").asText()).isEqualTo(device.id().toString());
    assertThat(letter.path("deviceExternalId").asText()).isEqualTo("pump");
    assertThat(letter.path("schemaVersionId").asText()).isEqualTo(version.toString());
    assertThat(letter.path("protocol").asText()).isEqualTo("HTTP");
    assertThat(letter.path("code").asText()).isEqualTo("schema-violation");
    assertThat(letter.at("/errors/0/path").asText()).isEqualTo("/temp");
    assertThat(letter.path("payload").asText()).isEqualTo("{\"time\":1, \"x\": 2}");
    assertThat(letter.path("payloadBytes").asInt()).isEqualTo(18);
    assertThat(letter.path("payloadBase64").asBoolean(true)).isFalse();
    assertThat(letter.path("truncated").asBoolean(true)).isFalse();
    assertThat(letter.path("replayedAt").isNull()).isTrue();
    assertThat(Instant.parse(letter.path("receivedAt").asText())).isBefore(Instant.now());
    assertThat(operator.get(LETTERS + "/" + letter.path("id").asText()).expect(200).body())
        .isEqualTo(letter);
    operator.get(LETTERS + "/" + UUID.randomUUID()).expect(404);
  }

  @Test
  void saysThatALongMessageIsNotKeptAsAWhole() {
    var device = device("pump");
    var text = "{\"time\": \"never\", \"note\": \"%s\"}".formatted("ä".repeat(40_000));
    ingestion.device(tenant, device).post(TELEMETRY, text).expect(422);
    var letter = items("").get(0);
    assertThat(letter.path("truncated").asBoolean()).isTrue();
    assertThat(letter.path("payloadBytes").asInt())
        .isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
    assertThat(text).startsWith(letter.path("payload").asText());
    assertThat(letter.path("payloadBase64").asBoolean(true)).isFalse();
  }

  @Test
  void keepsLittleOfLongNames() {
    var name = "n".repeat(2_000);
    var message = "[{'device': '%1$s', 'time': 1, 'fields': {'t': 1}}]".formatted(name);
    ingestion.gateway(tenant).post("/api/v1/gateway/telemetry", message).expect(422);
    var device = items("").get(0).path("deviceExternalId").asText();
    assertThat(device).isEqualTo("n".repeat(255) + "…");
    ingestion
        .device(tenant, device("pump"))
        .post(TELEMETRY, "{'%s': 1}".formatted(name))
        .expect(422);
    var error = items("").get(0).path("errors").get(0);
    assertThat(error.path("path").asText()).hasSize(1_000).endsWith("n…");
  }

  @Test
  void showsBytesThatAreNoTextInBase64() throws SQLException {
    var device = device("pump");
    ingestion.device(tenant, device).post(TELEMETRY, "{'time': 'never'}").expect(422);
    try (var admin = ingestion.database().adminConnection();
        var statement = admin.createStatement()) {
      statement.execute(
          "UPDATE telemetry.rejected_messages SET payload = '\\xff00' WHERE tenant_id = '%s'"
              .formatted(tenant));
    }
    assertThat(items("").get(0).path("payloadBase64").asBoolean()).isTrue();
    assertThat(items("").get(0).path("payload").asText()).isEqualTo("/wA=");
  }

  @Test
  void filtersAndCounts() {
    var one = device("one");
    var other = device("other");
    ingestion.device(tenant, one).post(TELEMETRY, "[{'time': 'x'}, {'time': 'y'}, 7]").expect(422);
    var between = Instant.now();
    ingestion.device(tenant, other).post(TELEMETRY, "{'time': 'z'}").expect(422);
    assertThat(items("")).hasSize(4);
    assertThat(items("").findValuesAsText("code").getFirst()).isEqualTo("time-invalid");
    assertThat(items("?deviceId=" + one.id())).hasSize(3);
    assertThat(items("?code=schema-violation").findValuesAsText("payload")).containsExactly("7");
    assertThat(items("?from=" + between)).hasSize(1);
    assertThat(items("?to=" + between)).hasSize(3);
    assertThat(items("?from=%s&to=%s".formatted(between, between))).isEmpty();
    assertThat(items("?protocol=MQTT")).isEmpty();
    assertThat(items("?protocol=HTTP&replayed=false&deviceId=" + other.id())).hasSize(1);
    assertThat(items("?replayed=true")).isEmpty();
    assertThat(operator.get(LETTERS + "/counts").expect(200).text())
        .isEqualTo(
            "{\"items\":[{\"code\":\"time-invalid\",\"count\":3},"
                + "{\"code\":\"schema-violation\",\"count\":1}]}");
    var counted = operator.get(LETTERS + "/counts?deviceId=%s&from=1".formatted(other.id()));
    assertThat(counted.expect(200).body().at("/items/0/count").asInt()).isEqualTo(1);
    for (var wrong : List.of("?code=none", "?from=never", "?protocol=PIGEON", "?limit=501")) {
      assertThat(operator.get(LETTERS + wrong).expect(400).problem())
          .as(wrong)
          .isEqualTo("invalid-parameter");
    }
    operator.get(LETTERS + "?cursor=x").expect(400);
    operator.get(LETTERS + "?unknown=1").expect(400);
  }

  @Test
  void goesFromPageToPageWithoutGapOrRepetition() {
    var http = ingestion.device(tenant, device("pump"));
    for (int i = 0; i < 3; i++) {
      // those of one request came at one instant
      http.post(TELEMETRY, "[{'time': 'a'}, {'time': 'b'}, {'time': 'c'}]").expect(422);
    }
    var all = items("?limit=500").findValuesAsText("id");
    assertThat(all).hasSize(9).doesNotHaveDuplicates();
    var paged = new ArrayList<String>();
    var cursor = "";
    do {
      var page = operator.get(LETTERS + "?limit=2" + cursor).expect(200).body();
      paged.addAll(page.path("items").findValuesAsText("id"));
      cursor =
          page.path("nextCursor").isNull() ? "" : "&cursor=" + page.path("nextCursor").asText();
    } while (!cursor.isEmpty());
    assertThat(paged).isEqualTo(all);
  }

  @Test
  void refusesAForgedCursorOfATimeThatNoLetterHas() {
    for (var time : List.of("+1000000-01-01T00:00:00Z", "-5000-01-01T00:00:00Z")) {
      var keys = "%d:%s36:%s".formatted(time.length(), time, UUID.randomUUID());
      var cursor =
          Base64.getUrlEncoder()
              .withoutPadding()
              .encodeToString(keys.getBytes(StandardCharsets.UTF_8));
      assertThat(operator.get(LETTERS + "?cursor=" + cursor).expect(400).problem())
          .as(time)
          .isEqualTo("invalid-cursor");
    }
  }

  @Test
  void endsAPageEarlyWherePayloadsAreLarge() {
    var http = ingestion.device(tenant, device("pump"));
    var large = "{'time': 'never', 'note': '%s'}".formatted("x".repeat(70_000));
    for (int i = 0; i < 70; i++) {
      http.post(TELEMETRY, large).expect(422);
    }
    var first = operator.get(LETTERS + "?limit=500").expect(200).body();
    assertThat(first.path("items").size()).isLessThan(70);
    var cursor = first.path("nextCursor").asText();
    var second = operator.get(LETTERS + "?limit=500&cursor=" + cursor).expect(200).body();
    assertThat(second.path("items").size() + first.path("items").size()).isEqualTo(70);
    assertThat(second.path("nextCursor").isNull()).isTrue();
  }

  @Test
  void showsNobodyWhatBelongsToOthers() {
    ingestion.device(tenant, device("pump")).post(TELEMETRY, "{'time': 'never'}").expect(422);
    var id = items("").get(0).path("id").asText();
    var stranger = user(UUID.randomUUID(), Roles.TENANT_ADMIN);
    assertThat(stranger.get(LETTERS).expect(200).body().path("items")).isEmpty();
    assertThat(stranger.get(LETTERS + "/counts").expect(200).body().path("items")).isEmpty();
    stranger.get(LETTERS + "/" + id).expect(404);
    user(tenant, Roles.ANALYST).get(LETTERS).expect(403);
    ingestion.gateway(tenant).get(LETTERS).expect(403);
    ingestion.service().anonymous().get(LETTERS).expect(401);
    user(tenant, Roles.TENANT_ADMIN).get(LETTERS).expect(200);
    ingestion
        .service()
        .http(ingestion.identity().token(null, Roles.PLATFORM_ADMIN))
        .forTenant(tenant)
        .get(LETTERS + "/" + id)
        .expect(200);
  }

  /** Without the right index a page of a tenant's list would read, or sort, all that it has. */
  @Test
  void readsAPageByAnIndexHoweverManyLettersThereAre() throws SQLException {
    var device = UUID.randomUUID();
    try (var admin = ingestion.database().adminConnection();
        var statement = admin.createStatement()) {
      statement.execute(
          """
          INSERT INTO telemetry.rejected_messages
            (id, received_at, tenant_id, protocol, device_id, code, errors, payload, payload_bytes)
          SELECT gen_random_uuid(), timestamptz '2026-01-01' + n * interval '30 s', '%s', 'HTTP',
            CASE WHEN n %% 1000 = 0 THEN '%s'::uuid ELSE gen_random_uuid() END,
            CASE WHEN n %% 1000 = 1 THEN 'too-large' ELSE 'time-invalid' END, '[]', '', 0
          FROM generate_series(1, 20000) n
          """
              .formatted(tenant, device));
      statement.execute("ANALYZE telemetry.rejected_messages");
    }
    var all = new LetterFilter(null, null, null, null, null, null, null);
    planned(all, null, "ix_rejected_messages_tenant");
    planned(
        all,
        new LetterQuery.Position(Instant.parse("2026-01-04T00:00:00Z"), UUID.randomUUID()),
        "ix_rejected_messages_tenant");
    planned(
        new LetterFilter(null, device, null, null, null, null, null),
        null,
        "ix_rejected_messages_device");
    planned(
        new LetterFilter(null, null, "too-large", null, null, Protocol.HTTP, false),
        null,
        "ix_rejected_messages_code");
  }

  private void planned(LetterFilter filter, LetterQuery.@Nullable Position after, String index)
      throws SQLException {
    try (var writer = ingestion.database().connect(DatabaseRole.TELEMETRY_WRITER);
        var told = writer.createStatement()) {
      told.execute("SELECT set_config('sensormine.tenant_id', '%s', false)".formatted(tenant));
      var query = DeadLetters.newest(filter, after, 50);
      var plan = new StringBuilder();
      try (var explain = query.explaining().prepare(writer);
          var rows = explain.executeQuery()) {
        while (rows.next()) {
          plan.append(rows.getString(1)).append('\n');
        }
      }
      assertThat(plan.toString()).contains(index).doesNotContain("Sort").doesNotContain("Seq Scan");
    }
  }
}

package io.sensormine.ingestion.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.contracts.device.DeviceSelection;
import io.sensormine.contracts.registry.VersionStatus;
import io.sensormine.ingestion.testing.Ingestion;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.testing.Deadline;
import io.sensormine.kit.testing.Http;
import io.sensormine.kit.testing.Http.Answer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was refused and has become possible is taken after all: each once, in the order it came. */
class ReplayIT {
  private static final String TELEMETRY = "/api/v1/telemetry";
  private static final String REPLAY = "/api/v1/rejected-messages/replay";
  private static final String UP_TO =
      """
      {'type': 'object', 'required': ['temp'],
       'properties': {'temp': {'type': 'number', 'maximum': %d}, 'note': {'type': 'string'}}}
      """;
  private static final int MAX_REPLAYED = 100;

  @AutoClose
  private static final Ingestion ingestion =
      Ingestion.start(
          Map.of(
              "SENSORMINE_INGESTION_DEAD_LETTERS_MAX_REPLAYED",
              Integer.toString(MAX_REPLAYED),
              "SENSORMINE_INGESTION_DEAD_LETTERS_MAX_REPLAYS",
              "8"));

  private final UUID tenant = UUID.randomUUID();
  private final UUID schema = UUID.randomUUID();
  private final Http operator = user(tenant, Roles.OPERATOR);

  private static Http user(UUID tenantId, String role) {
    return ingestion.service().http(ingestion.identity().token(tenantId, role));
  }

  @BeforeEach
  void declare() {
    ingestion.registry().version(tenant, schema, 1, VersionStatus.ACTIVE, UP_TO.formatted(100));
  }

  /** A device that may say 100 at the most. */
  private DeviceSelection.Item device(String name) {
    var type = ingestion.deviceApi().type(tenant, UUID.randomUUID(), schema, null);
    return ingestion.deviceApi().device(tenant, name, type);
  }

  private void widen(VersionStatus status) {
    ingestion.registry().version(tenant, schema, 2, status, UP_TO.formatted(1_000));
  }

  private List<String> letters(String column) {
    return ingestion.query(
        "SELECT %s FROM telemetry.rejected_messages WHERE tenant_id = '%s' ORDER BY received_at, id"
            .formatted(column, tenant));
  }

  private static String ids(List<String> ids) {
    return ids.stream().collect(Collectors.joining("','", "'ids': ['", "']"));
  }

  private Answer replay(String members) {
    return operator.post(REPLAY, "{" + members + "}").expect(200);
  }

  /** What is known of schemas and devices may be a second old. */
  private void awaitThat(int pass, String members) {
    Deadline.within(
        Duration.ofSeconds(10),
        () -> replay(members + ", 'dryRun': true").body().path("wouldPass").asInt() == pass);
  }

  private static void counts(
      Answer answer, int replayed, int duplicates, int rejected, int unreplayable) {
    var body = answer.body();
    assertThat(
            new int[] {
              body.path("replayed").asInt(),
              body.path("duplicates").asInt(),
              body.path("rejected").asInt(),
              body.path("unreplayable").asInt()
            })
        .as(answer.text())
        .containsExactly(replayed, duplicates, rejected, unreplayable);
  }

  @Test
  void takesWhatANewVersionAdmitsOnceAndMarksIt() {
    var device = device("pump");
    var http = ingestion.device(tenant, device);
    http.post(TELEMETRY, "{'time': 1700000000, 'temp': 200}").expect(422);
    http.post(TELEMETRY, "{'time': 1700000001, 'temp': 2000}").expect(422);
    widen(VersionStatus.ACTIVE);
    awaitThat(1, "'filter': {}");
    assertThat(ingestion.rows(device.id())).as("dry runs store nothing").isEmpty();
    assertThat(letters("replayed_at")).containsExactly("null", "null");

    var answer = replay("'filter': {'code': 'schema-violation'}");
    counts(answer, 1, 0, 1, 0);
    var error = answer.body().path("errors").get(0);
    assertThat(error.path("id").asText()).isEqualTo(letters("id").getLast());
    assertThat(error.path("code").asText()).isEqualTo("schema-violation");
    assertThat(error.path("path").asText()).isEqualTo("/temp");
    assertThat(answer.body().path("nextCursor").isNull()).isTrue();
    assertThat(ingestion.fields(device.id())).containsExactly("{\"temp\": 200}");
    assertThat(letters("replayed_at IS NOT NULL")).containsExactly("t", "f");

    http.post(TELEMETRY, "{'time': 1700000000, 'temp': 50}").expect(200);
    counts(replay("'filter': {}"), 0, 0, 1, 0);
    counts(replay(ids(letters("id"))), 0, 1, 1, 0);
    assertThat(ingestion.fields(device.id()))
        .as("a replay again leaves what came later")
        .containsExactly("{\"temp\": 50}");
    assertThat(letters("id")).as("no letter is added").hasSize(2);
  }

  @Test
  void refusesANameOfManyDotsAndItsReplayToo() {
    device("pump");
    var line = "m,device=pump " + "a.".repeat(30_000) + "a=1";
    ingestion
        .gateway(tenant)
        .send("POST", "/api/v2/write", line.getBytes(StandardCharsets.UTF_8), "text/plain")
        .expect(400);
    assertThat(letters("code")).hasSize(1);
    counts(replay("'filter': {}"), 0, 0, 1, 0);
  }

  @Test
  void letsAMessageWithoutTimeBeOfItsArrival() {
    var device = device("pump");
    ingestion.device(tenant, device).post(TELEMETRY, "{'temp': 200}").expect(422);
    widen(VersionStatus.ACTIVE);
    awaitThat(1, "'filter': {}");
    counts(replay("'filter': {}"), 1, 0, 0, 0);
    assertThat(
            ingestion.query(
                "SELECT time FROM telemetry.telemetry WHERE device_id = '%s'"
                    .formatted(device.id())))
        .isEqualTo(letters("received_at"));
  }

  @Test
  void takesNoTimeForTwoMessagesThatCameTogether() {
    var device = device("pump");
    var two = "[{'temp': 1}, {'temp': 2}]";
    ingestion.device(tenant, device).post(TELEMETRY, two).expect(422);
    assertThat(letters("code")).containsOnly("time-required");
    counts(replay("'filter': {}"), 0, 0, 2, 0);
    var nobodys =
        "[{'device': 'new', 'fields': {'temp': 1}}, {'device': 'new', 'fields': {'temp': 2}}]";
    ingestion.gateway(tenant).post("/api/v1/gateway/telemetry", nobodys).expect(422);
    device("new");
    Deadline.within(
        Duration.ofSeconds(10),
        () ->
            replay("'filter': {'code': 'unknown-device'}, 'dryRun': true")
                .text()
                .contains("time-required"));
  }

  @Test
  void tellsWhatAVersionThatIsADraftWouldAdmit() {
    var device = device("pump");
    var http = ingestion.device(tenant, device);
    for (int temp : new int[] {200, 300, 2_000}) {
      http.post(TELEMETRY, "{'time': 1700000000, 'temp': %d}".formatted(temp)).expect(422);
    }
    widen(VersionStatus.DRAFT);
    var against = replay("'filter': {}, 'dryRun': true, 'againstVersion': 2");
    assertThat(against.body().path("wouldPass").asInt()).as(against.text()).isEqualTo(1);
    counts(against, 0, 1, 1, 0);
    counts(replay("'filter': {}, 'dryRun': true"), 0, 0, 3, 0);
    var unknown = replay("'filter': {}, 'dryRun': true, 'againstVersion': 3");
    assertThat(unknown.body().at("/errors/0/code").asText()).isEqualTo("unknown-version");
    var refused = operator.post(REPLAY, "{'filter': {}, 'againstVersion': 2}").expect(422);
    assertThat(refused.body().at("/errors/0/path").asText()).isEqualTo("/againstVersion");
    assertThat(ingestion.rows(device.id())).isEmpty();
  }

  @Test
  void letsTheLaterOfTwoLettersOfAnInstantWin() {
    var device = device("pump");
    var http = ingestion.device(tenant, device);
    http.post(TELEMETRY, "{'time': 1700000000, 'temp': 200, 'note': 'a'}").expect(422);
    http.post(TELEMETRY, "{'time': 1700000000, 'temp': 300}").expect(422);
    widen(VersionStatus.ACTIVE);
    awaitThat(2, "'filter': {}");
    counts(replay(ids(letters("id").reversed())), 2, 0, 0, 0);
    assertThat(ingestion.fields(device.id())).containsExactly("{\"note\": \"a\", \"temp\": 300}");
  }

  @Test
  void readsLinesAndRowsAgain() {
    var pump = device("pump");
    var gateway = ingestion.gateway(tenant);
    gateway
        .send(
            "POST",
            "/api/v2/write?precision=s",
            bytes("m,device=pump temp=500 1700000000\nm,device=pump note=\"a, b\" 1700000000"),
            "text/plain")
        .expect(400);
    gateway
        .send(
            "POST",
            "/api/v1/gateway/telemetry",
            bytes("device,time,note,temp\npump,1700000060,\"two\nlines\",600\n"),
            "text/csv")
        .expect(422);
    assertThat(letters("payload_format")).containsExactly("LINE_S", "CSV");
    widen(VersionStatus.ACTIVE);
    awaitThat(2, "'filter': {}");
    counts(replay("'filter': {}"), 2, 0, 0, 0);
    assertThat(ingestion.fields(pump.id()))
        .containsExactly(
            "{\"note\": \"a, b\", \"temp\": 500.0}", "{\"note\": \"two\\nlines\", \"temp\": 600}");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void findsADeviceThatIsKnownByNowOrHasAnotherName() {
    var gateway = ingestion.gateway(tenant);
    var early = "{'device': 'new', 'time': 1700000000, 'fields': {'temp': 1}}";
    gateway.post("/api/v1/gateway/telemetry", early).expect(422);
    var late = device("new");
    awaitThat(1, "'filter': {}");
    counts(replay("'filter': {}"), 1, 0, 0, 0);
    assertThat(ingestion.rows(late.id())).hasSize(1);

    gateway.post("/api/v1/gateway/telemetry", early.replace(": 1}", ": 200}")).expect(422);
    ingestion.deviceApi().rename(tenant, late, "old");
    var other = device("new");
    widen(VersionStatus.ACTIVE);
    awaitThat(1, "'filter': {}");
    counts(replay("'filter': {}"), 1, 0, 0, 0);
    assertThat(ingestion.fields(late.id())).containsExactly("{\"temp\": 200}");
    assertThat(ingestion.rows(other.id())).isEmpty();
  }

  @Test
  void letsNoDeviceSpeakForAnother() {
    var mine = device("mine");
    var others = device("others");
    var message = "{'device': 'others', 'time': 1700000000, 'fields': {'temp': 1}}";
    ingestion.device(tenant, mine).post(TELEMETRY, message).expect(422);
    var answer = replay("'filter': {}");
    counts(answer, 0, 0, 1, 0);
    assertThat(answer.body().at("/errors/0/code").asText()).isEqualTo("unknown-device");
    assertThat(ingestion.rows(mine.id())).isEmpty();
    assertThat(ingestion.rows(others.id())).isEmpty();
  }

  @Test
  void replaysOnceHoweverManyAskAtTheSameTime() {
    var device = device("pump");
    var batch =
        IntStream.range(0, 60)
            .mapToObj(i -> "{'time': %d, 'temp': 200}".formatted(1_700_000_000 + i))
            .collect(Collectors.joining(",", "[", "]"));
    ingestion.device(tenant, device).post(TELEMETRY, batch).expect(422);
    widen(VersionStatus.ACTIVE);
    awaitThat(60, "'filter': {}");
    var all = ids(letters("id"));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers =
          IntStream.range(0, 8)
              .mapToObj(i -> CompletableFuture.supplyAsync(() -> replay(all), threads))
              .toList();
      assertThat(answers.stream().mapToInt(it -> it.join().body().path("replayed").asInt()).sum())
          .isEqualTo(60);
      assertThat(answers).allMatch(it -> it.join().body().path("rejected").asInt() == 0);
    }
    assertThat(ingestion.rows(device.id())).hasSize(60);
    assertThat(
            ingestion.query(
                """
                SELECT protocol || ' ' || sum(line.accepted) || ' ' || coalesce(sum(line.duplicates), 0) || ' ' || coalesce(sum(line.rejected), 0)
                FROM telemetry.ingestion_deltas, unnest(device_ids, accepted, duplicates,
                  rejected) AS line (device_id, accepted, duplicates, rejected)
                WHERE line.device_id = '%s' GROUP BY protocol ORDER BY protocol
                """
                    .formatted(device.id())))
        .containsExactly("HTTP 0 0 60", "REPLAY 60 0 0");
  }

  @Test
  void saysHowToGoOnWhereThereAreMoreThanOneRequestTakes() {
    var device = device("pump");
    var batch =
        IntStream.range(0, 250)
            .mapToObj(
                i -> "{'time': %d, 'temp': %d}".formatted(1_700_000_000 + i, i % 2 * 200 + 200))
            .collect(Collectors.joining(",", "[", "]"));
    ingestion.device(tenant, device).post(TELEMETRY, batch).expect(422);
    ingestion.registry().version(tenant, schema, 2, VersionStatus.ACTIVE, UP_TO.formatted(300));
    awaitThat(MAX_REPLAYED / 2, "'filter': {}");
    int replayed = 0;
    int rejected = 0;
    int requests = 0;
    var cursor = "";
    do {
      var answer = replay("'filter': {}" + cursor).body();
      replayed += answer.path("replayed").asInt();
      rejected += answer.path("rejected").asInt();
      requests++;
      cursor = ", 'cursor': '" + answer.path("nextCursor").textValue() + "'";
      if (answer.path("nextCursor").isNull()) {
        cursor = "";
      }
    } while (!cursor.isEmpty());
    assertThat(List.of(replayed, rejected, requests)).containsExactly(125, 125, 3);
    assertThat(letters("replayed_at IS NULL").stream().filter("t"::equals)).hasSize(125);
  }

  @Test
  void saysWhatCannotBeReplayed() {
    var device = device("pump");
    var http = ingestion.device(tenant, device);
    var long70k = "{'time': 1700000000, 'temp': 200, 'note': '%s'}".formatted("x".repeat(70_000));
    http.post(TELEMETRY, long70k).expect(422);
    var nobodys = UUID.randomUUID();
    var foreign = device("foreign");
    var stranger = user(UUID.randomUUID(), Roles.OPERATOR);
    ingestion.device(tenant, foreign).post(TELEMETRY, "{'temp': 'x'}").expect(422);
    var answer = replay(ids(List.of(letters("id").getFirst(), nobodys.toString())));
    counts(answer, 0, 0, 0, 2);
    assertThat(answer.body().path("errors").findValuesAsText("code"))
        .containsExactly("payload-truncated", "not-found");
    var ofStrangers = stranger.post(REPLAY, "{" + ids(letters("id")) + "}").expect(200);
    counts(ofStrangers, 0, 0, 0, 2);
    assertThat(ofStrangers.body().path("errors").findValuesAsText("code"))
        .containsOnly("not-found");
    counts(stranger.post(REPLAY, "{'filter': {}}").expect(200), 0, 0, 0, 0);
  }

  @Test
  void keepsTheLetterWhereTheDatabaseDoesNotTakeItsMessage() throws SQLException {
    var device = device("pump");
    var http = ingestion.device(tenant, device);
    http.post(
            TELEMETRY,
            "[{'time': 1700000000, 'temp': 200, 'note': 'poison'}, {'time': 1700000001, 'temp': 200}]")
        .expect(422);
    widen(VersionStatus.ACTIVE);
    awaitThat(2, "'filter': {}");
    try (var admin = ingestion.database().adminConnection();
        var statement = admin.createStatement()) {
      statement.execute(
          "ALTER TABLE telemetry.telemetry ADD CONSTRAINT ck_test CHECK (fields->>'note' <> 'poison')");
      counts(replay("'filter': {}"), 1, 0, 1, 0);
      assertThat(letters("replayed_at IS NULL")).containsExactly("t", "f");
      statement.execute("ALTER TABLE telemetry.telemetry DROP CONSTRAINT ck_test");
    }
    counts(replay("'filter': {}"), 1, 0, 0, 0);
    assertThat(ingestion.rows(device.id())).hasSize(2);
  }

  @Test
  void refusesRequestsThatDoNotSayWhatTheyMean() {
    for (var members :
        List.of(
            "{}",
            "{'ids': [], 'filter': {}}",
            "{'filter': {'code': 'no-code'}}",
            "{'filter': {'from': 'yesterday'}}",
            "{'filter': {'unknown': 1}}")) {
      assertThat(operator.post(REPLAY, members).expect(422).problem())
          .as(members)
          .isEqualTo("invalid-request");
    }
    assertThat(operator.post(REPLAY, "{'filter': {}, 'cursor': 'x'}").expect(400).problem())
        .isEqualTo("invalid-cursor");
    var analyst = user(tenant, Roles.ANALYST);
    analyst.post(REPLAY, "{'filter': {}}").expect(403);
    ingestion.gateway(tenant).post(REPLAY, "{'filter': {}}").expect(403);
  }
}

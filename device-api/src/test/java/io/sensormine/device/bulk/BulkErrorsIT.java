package io.sensormine.device.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.device.testing.DeviceApi;
import io.sensormine.kit.testing.Http;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BulkErrorsIT {
  private static final String DEVICES = "/api/v1/devices";
  private static DeviceApi api;
  private Http admin;
  private UUID type;

  @BeforeAll
  static void start() {
    api = DeviceApi.start(Map.of("SENSORMINE_DEVICE_BULK_MAX_ERRORS", "35"));
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @BeforeEach
  void aNewTenant() {
    admin = api.admin(UUID.randomUUID());
    type = DeviceApi.makeType(admin, ", 'attributes': [{'name': 'site', 'type': 'text'}]");
  }

  private static int errors(JsonNode result) {
    return result.path("errors").size();
  }

  private static int allErrors(JsonNode answer) {
    return StreamSupport.stream(answer.path("results").spliterator(), false)
        .mapToInt(BulkErrorsIT::errors)
        .sum();
  }

  /** Rows that have some attributes that the type does not know. */
  private String csv(int rows, int unknown) {
    var names =
        IntStream.range(0, unknown).mapToObj(i -> ",attr.x" + i).collect(Collectors.joining());
    var lines =
        IntStream.range(0, rows)
            .mapToObj(i -> "d%d,d,%s%s\n".formatted(i, type, ",1".repeat(unknown)))
            .collect(Collectors.joining());
    return "externalId,name,deviceTypeId" + names + "\n" + lines;
  }

  private JsonNode load(String csv) {
    return admin
        .send("POST", DEVICES + "/import", csv.getBytes(StandardCharsets.UTF_8), "text/csv")
        .expect(200)
        .body();
  }

  @Test
  void keepsTenErrorsOfARow() {
    var ten = load(csv(1, 10));
    assertThat(errors(ten.at("/results/0"))).isEqualTo(10);
    assertThat(ten.path("errorsTruncated").isBoolean()).isTrue();
    assertThat(ten.path("errorsTruncated").asBoolean()).isFalse();
    var more = load(csv(1, 11));
    assertThat(errors(more.at("/results/0"))).isEqualTo(10);
    assertThat(more.path("errorsTruncated").asBoolean()).isTrue();
  }

  @Test
  void keepsNoMoreErrorsOfAnAnswerThanItsSettingAllows() {
    var all = load(csv(35, 1));
    assertThat(allErrors(all)).isEqualTo(35);
    assertThat(all.path("errorsTruncated").asBoolean()).isFalse();
    var some = load(csv(40, 1));
    assertThat(allErrors(some)).isEqualTo(35);
    assertThat(some.path("errorsTruncated").asBoolean()).isTrue();
    assertThat(some.path("failed").asInt()).isEqualTo(40);
    assertThat(some.path("results")).hasSize(40);
    assertThat(errors(some.at("/results/34"))).isEqualTo(1);
    assertThat(some.at("/results/39/errors").isArray()).isTrue();
    assertThat(errors(some.at("/results/39"))).isZero();
    assertThat(some.at("/results/39/line").asInt()).isEqualTo(41);
  }

  @Test
  void boundsTheErrorsOfJsonToo() {
    var rows =
        IntStream.range(0, 10)
            .mapToObj(i ->
                "{'externalId': 'd%d', 'name': '', 'tags': [%s'']}".formatted(i, "'',".repeat(30)))
            .collect(Collectors.joining(","));
    var answer =
        admin.post(DEVICES + "/bulk", "{'devices': [%s]}".formatted(rows)).expect(200).body();
    assertThat(errors(answer.at("/results/0"))).isEqualTo(10);
    assertThat(allErrors(answer)).isEqualTo(35);
    assertThat(answer.path("errorsTruncated").asBoolean()).isTrue();
    assertThat(answer.path("failed").asInt()).isEqualTo(10);
  }
}

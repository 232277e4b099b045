package io.sensormine.query.raw;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.kit.testing.Http;
import io.sensormine.query.testing.QueryService;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RawIT {
  private static final UUID TENANT = UUID.randomUUID();
  private static final int MESSAGES = 25;
  private static final int MAX_PAGE_BYTES = 2_000;

  private static QueryService service;
  private static UUID device;
  private static UUID foreign;
  private static String path;
  private static Http analyst;

  @BeforeAll
  static void start() {
    service =
        QueryService.start(
            Map.of("SENSORMINE_QUERY_RAW_MAX_PAGE_BYTES", Integer.toString(MAX_PAGE_BYTES)));
    analyst = service.analyst(TENANT);
    device = service.devices().add(TENANT, "a", UUID.randomUUID(), List.of());
    foreign = service.devices().add(UUID.randomUUID(), "b", UUID.randomUUID(), List.of());
    for (int at = 0; at < MESSAGES; at++) {
      service.store(
          TENANT,
          device,
          "2024-05-05T10:00:%02d.000001Z".formatted(at),
          at % 5 == 0
              ? "{\"n\": %d, \"a.b\": \"x\", \"z\": true}".formatted(at)
              : "{\"n\": %d}".formatted(at));
    }
    path = "/api/v1/query/raw?from=2024-05-05T00:00:00Z&to=2024-05-06T00:00:00Z&deviceId=" + device;
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void tellsAMessageAsItIsStored() {
    var first = analyst.get(path + "&limit=1").expect(200).body().at("/items/0");
    assertThat(first.path("time").asText()).isEqualTo("2024-05-05T10:00:00.000001Z");
    assertThat(first.path("deviceId").asText()).isEqualTo(device.toString());
    assertThat(first.path("schemaVersionId").isNull()).isTrue();
    assertThat(first.path("fields").toString()).isEqualTo("{\"a.b\":\"x\",\"n\":0,\"z\":true}");
    assertThat(first.path("receivedAt").asText()).isNotEmpty();
  }

  @Test
  void pagesThroughAllOnceInEitherOrder() {
    for (var order : List.of("asc", "desc")) {
      var pages = pages(path + "&limit=10&order=" + order);
      assertThat(pages).extracting(List::size).containsExactly(10, 10, 5);
      var seen = pages.stream().flatMap(List::stream).toList();
      assertThat(seen).hasSize(MESSAGES).doesNotHaveDuplicates();
      assertThat(seen.getFirst()).isEqualTo(order.equals("asc") ? 0 : MESSAGES - 1);
    }
  }

  /** What the messages of each page have as their field n. */
  private static List<List<Integer>> pages(String path) {
    var pages = new ArrayList<List<Integer>>();
    String cursor = "";
    do {
      var page = analyst.get(path + cursor).expect(200).body();
      var items = new ArrayList<Integer>();
      page.path("items").forEach(item -> items.add(item.at("/fields/n").asInt()));
      pages.add(items);
      cursor =
          page.path("nextCursor").isNull() ? "" : "&cursor=" + page.path("nextCursor").asText();
    } while (!cursor.isEmpty());
    return pages;
  }

  @Test
  void endsAPageEarlyWhereMessagesAreLarge() {
    var large = service.devices().add(TENANT, "large", UUID.randomUUID(), List.of());
    int[] bytes = {900, 900, 900, 10, 5_000, 900};
    for (int at = 0; at < bytes.length; at++) {
      service.store(
          TENANT,
          large,
          "2024-05-05T10:00:%02dZ".formatted(at),
          "{\"n\": %d, \"text\": \"%s\"}".formatted(at, "x".repeat(bytes[at])));
    }
    var ofLarge = path.replace(device.toString(), large.toString()) + "&limit=10";
    assertThat(pages(ofLarge)).containsExactly(List.of(0, 1, 2), List.of(3, 4), List.of(5));
    assertThat(pages(ofLarge + "&order=desc")).containsExactly(List.of(5, 4), List.of(3, 2, 1, 0));
    // what is not told of a message has been read, too
    assertThat(pages(ofLarge + "&fields=n")).hasSize(3);
    var table = analyst.with("Accept", "text/csv").get(ofLarge).expect(200);
    assertThat(table.text().lines().count()).isEqualTo(1 + 3);
    assertThat(table.header("Sensormine-Meta")).contains("\"truncated\":true");
  }

  @Test
  void tellsOnlyTheFieldsAskedForAndMessagesThatHaveOne() {
    var items = analyst.get(path + "&fields=a.b,z,nope&limit=10000").expect(200).body();
    assertThat(items.path("items")).hasSize(5);
    assertThat(items.at("/items/0/fields").toString()).isEqualTo("{\"a.b\":\"x\",\"z\":true}");
    assertThat(items.path("nextCursor").isNull()).isTrue();
  }

  @Test
  void refusesWhatIsWrong() {
    analyst.get(path + "&limit=10001").expect(400);
    analyst.get(path + "&limit=0").expect(400);
    assertThat(analyst.get(path + "&cursor=x").expect(400).problem()).isEqualTo("invalid-cursor");
    assertThat(analyst.get(path + "&cursor=MTp4").expect(400).problem())
        .isEqualTo("invalid-cursor");
    for (var time :
        List.of("+999999999-01-01T00:00:00Z", "+10000-01-01T00:00:00Z", "0000-12-31T00:00:00Z")) {
      var forged = time.length() + ":" + time;
      var cursor = Base64.getUrlEncoder().encodeToString(forged.getBytes(StandardCharsets.UTF_8));
      assertThat(analyst.get(path + "&cursor=" + cursor).expect(400).problem())
          .isEqualTo("invalid-cursor");
    }
    analyst.get(path.replace("to=2024", "to=%2B999999999")).expect(422);
    assertThat(analyst.get(path + "&order=up").expect(400).problem())
        .isEqualTo("invalid-parameter");
    analyst.get(path.replace("from=2024-05-05", "from=2024-05-07")).expect(422);
    analyst.get(path.replace(device.toString(), "17")).expect(400);
    assertThat(analyst.get(path.replace(device.toString(), foreign.toString())).problem())
        .isEqualTo("unknown-device");
    service.anonymous().get(path).expect(401);
  }
}

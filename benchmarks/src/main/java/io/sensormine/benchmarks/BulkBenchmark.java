package io.sensormine.benchmarks;

import io.sensormine.standalone.client.Api;
import io.sensormine.standalone.demo.DemoTenant;
import io.sensormine.standalone.home.Service;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Many devices in one request, as JSON and as CSV, new ones and such that are there already,
 * against the raw insert of the same rows into the same tables in the same run. Each device has
 * five attributes that its type defines and two tags. Measures the instance that is up.
 *
 * <p>Arguments: devices a request (default 10,000), counted runs (default 5), warm-up runs (3).
 */
public final class BulkBenchmark {
  private static final String DEVICES = "/api/v1/devices";
  private static final String[] SITES = {"north", "south", "east", "west"};

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String base;
  private final String token;

  private BulkBenchmark(String base, String token) {
    this.base = base;
    this.token = token;
  }

  /** One device of the work; the same for the same salt and number. */
  record Work(String salt, int number) {
    String externalId() {
      return "bulk-" + salt + "-" + number;
    }

    String name() {
      return "Meter " + number;
    }

    String site() {
      return SITES[number % SITES.length];
    }

    String attributes() {
      return "{\"site\":\"%s\",\"floor\":%d,\"power\":%d.5,\"metered\":%b,\"code\":\"C-%05d\"}"
          .formatted(site(), number % 50, number % 400, number % 2 == 0, number);
    }

    List<String> tags() {
      return List.of("bulk", "hall-" + number % 100);
    }

    String json(String type) {
      return "{\"externalId\":\"%s\",\"name\":\"%s\",\"deviceTypeId\":\"%s\",\"attributes\":%s,\"tags\":[\"%s\"]}"
          .formatted(externalId(), name(), type, attributes(), String.join("\",\"", tags()));
    }

    String csv(String type) {
      return "%s,%s,%s,%s,%s,%d,%d.5,%b,C-%05d"
          .formatted(
              externalId(),
              name(),
              type,
              String.join(";", tags()),
              site(),
              number % 50,
              number % 400,
              number % 2 == 0,
              number);
    }
  }

  public static void main(String[] arguments) throws Exception {
    var devices = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
    var runs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
    var warmUps = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 3;
    var instance = Instance.running();
    var token = new DemoTenant(instance.ports(), instance.secrets()).loginAsAdmin();
    var base = instance.ports().url(Service.DEVICE);
    var type = deviceType(new Api(base, token, null));
    var service = new BulkBenchmark(base, token);
    var raw = new Rates();
    var json = new Rates();
    var csv = new Rates();
    var same = new Rates();
    try (var ceiling = RawDevices.of(instance, UUID.fromString(type))) {
      for (var run = 1 - warmUps; run <= runs; run++) {
        var forRaw = ceiling.rows(work(devices));
        var forJson = service.json(work(devices), type);
        var csvWork = work(devices);
        var forCsv = service.csv(csvWork, type);
        var rawRate = rate(devices, () -> ceiling.insert(forRaw));
        var jsonRate = rate(devices, () -> service.send(forJson, devices, 0));
        var csvRate = rate(devices, () -> service.send(forCsv, devices, 0));
        var again = service.upsert(forCsv);
        var sameRate = rate(devices, () -> service.send(again, 0, devices));
        System.out.printf(
            "%-8s  raw %,8.0f/s   JSON %,8.0f/s   CSV %,8.0f/s   unchanged %,8.0f/s%n",
            run < 1 ? "warm-up" : "run " + run, rawRate, jsonRate, csvRate, sameRate);
        if (run > 0) {
          raw.add(rawRate);
          json.add(jsonRate);
          csv.add(csvRate);
          same.add(sameRate);
        }
      }
    }
    Rates.printHead("bulk, %,d devices a request".formatted(devices));
    raw.print("raw insert, 3 tables, 1 connection");
    json.print("POST /devices/bulk, new devices");
    csv.print("POST /devices/import, new devices");
    same.print("POST /devices/import?upsert, unchanged");
    System.out.printf(
        "ratio JSON %.2f, CSV %.2f · fdatasync/s %,.0f%n",
        json.median() / raw.median(),
        csv.median() / raw.median(),
        Fdatasync.perSecond(Path.of(".")));
    Rates.write(
        "bulk.json",
        Map.of(
            "devices", devices,
            "raw", raw.all(),
            "json", json.all(),
            "csv", csv.all(),
            "unchanged", same.all()));
  }

  private static List<Work> work(int devices) {
    var salt = UUID.randomUUID().toString().substring(0, 13);
    return IntStream.range(0, devices).mapToObj(number -> new Work(salt, number)).toList();
  }

  private static double rate(int devices, Callable<?> work) throws Exception {
    var began = System.nanoTime();
    work.call();
    return devices * 1e9 / (System.nanoTime() - began);
  }

  private HttpRequest json(List<Work> work, String type) {
    var body =
        work.stream()
            .map(each -> each.json(type))
            .collect(Collectors.joining(",", "{\"devices\":[", "]}"));
    return request(DEVICES + "/bulk", "application/json", body);
  }

  private HttpRequest csv(List<Work> work, String type) {
    var body =
        work.stream()
            .map(each -> each.csv(type))
            .collect(
                Collectors.joining(
                    "\r\n",
                    "externalId,name,deviceTypeId,tags,attr.site,attr.floor,attr.power,"
                        + "attr.metered,attr.code\r\n",
                    "\r\n"));
    return request(DEVICES + "/import", "text/csv", body);
  }

  private HttpRequest upsert(HttpRequest request) {
    return HttpRequest.newBuilder(request, (name, value) -> true)
        .uri(URI.create(request.uri() + "?upsert=true"))
        .build();
  }

  private HttpRequest request(String path, String mediaType, String body) {
    return HttpRequest.newBuilder(URI.create(base + path))
        .header("Authorization", "Bearer " + token)
        .header("Content-Type", mediaType)
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  private int send(HttpRequest request, int created, int unchanged)
      throws IOException, InterruptedException {
    var answer = client.send(request, BodyHandlers.ofByteArray());
    var counts = answer.statusCode() == 200 ? Json.read(answer.body()) : null;
    if (counts == null
        || counts.path("created").asInt() != created
        || counts.path("unchanged").asInt() != unchanged) {
      throw new IllegalStateException(answer.statusCode() + " to " + request.uri());
    }
    return created;
  }

  private static String deviceType(Api devices) {
    var attributes =
        List.of(
            Map.of("name", "site", "type", "enum", "options", List.of(SITES), "required", true),
            Map.of("name", "floor", "type", "integer", "min", 0, "max", 99),
            Map.of("name", "power", "type", "number"),
            Map.of("name", "metered", "type", "boolean"),
            Map.of("name", "code", "type", "text", "pattern", "^C-[0-9]{5}$"));
    return devices
        .post(
            "/api/v1/device-types",
            Map.of(
                "name",
                "bulk-" + UUID.randomUUID(),
                "protocol",
                "HTTP",
                "schemaVersionPolicy",
                "LATEST_ACTIVE",
                "attributes",
                attributes,
                "tags",
                List.of()))
        .orFail("Making the device type")
        .path("id")
        .asText();
  }
}

package io.sensormine.benchmarks;

import io.sensormine.standalone.client.Api;
import io.sensormine.standalone.demo.DemoTenant;
import io.sensormine.standalone.home.Service;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Every combination of the six filters of GET /devices, each left out, common, middling or rare, on
 * a million devices of one tenant; the database's time as the service measures it. The ceiling is
 * the page without any filter. Measures the instance that is up; where its demo tenant lacks the
 * devices, they are made by bulk first.
 *
 * <p>Arguments: devices (default 1,000,000), counted runs (default 5).
 */
public final class SearchBenchmark {
  private static final int BATCH = 10_000;
  private static final String TYPE_NAME = "search-bench-";

  private final Instance instance;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private String token = "";

  /**
   * A combination.
   *
   * @param millis the median
   */
  private record Timing(String query, int filters, double millis, double worst, int found) {}

  private SearchBenchmark(Instance instance) {
    this.instance = instance;
  }

  public static void main(String[] arguments) throws Exception {
    var count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
    var runs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
    new SearchBenchmark(Instance.running()).run(count, runs);
  }

  private void run(int count, int runs) throws Exception {
    var types = types();
    var rate = load(types, count);
    var filters = filters(types);
    token = token();
    var ceiling = time("", 0, 10 * runs);
    var timings = new ArrayList<Timing>();
    int combinations = 1 << (2 * filters.size());
    for (int number = 1; number < combinations; number++) {
      int chosen = number;
      var parts =
          IntStream.range(0, filters.size())
              .filter(filter -> (chosen >> (2 * filter) & 3) > 0)
              .mapToObj(filter -> filters.get(filter).get((chosen >> (2 * filter) & 3) - 1))
              .toList();
      timings.add(time(String.join("&", parts), parts.size(), runs));
      if (number % 500 == 0) {
        // it holds for a quarter of an hour
        token = token();
        System.out.printf("%,d of %,d combinations%n", number, combinations);
      }
    }
    report(count, rate, ceiling, timings);
  }

  private String token() {
    return new DemoTenant(instance.ports(), instance.secrets()).loginAsAdmin();
  }

  private Api devices() {
    return new Api(instance.ports().url(Service.DEVICE), token(), null);
  }

  private List<String> types() {
    var devices = devices();
    var known = new ArrayList<String>();
    devices
        .get("/api/v1/device-types?q=" + TYPE_NAME)
        .orFail("Listing the device types")
        .path("items")
        .forEach(type -> known.add(type.path("id").asText()));
    for (int i = known.size(); i < ManyDevices.TYPES; i++) {
      known.add(
          devices
              .post("/api/v1/device-types", Map.of("name", TYPE_NAME + i, "protocol", "HTTP"))
              .orFail("Making a device type")
              .path("id")
              .asText());
    }
    return known;
  }

  /** Makes the devices where the last is missing; how many a second, 0 where they were there. */
  private double load(List<String> types, int count) {
    var devices = devices();
    if (devices.get("/api/v1/devices/by-external-id/" + ManyDevices.externalId(count - 1)).status()
        == 200) {
      return 0;
    }
    var many = new ManyDevices(types, count);
    long took = 0;
    for (int from = 0; from < count; from += BATCH) {
      var batch =
          IntStream.range(from, Math.min(from + BATCH, count)).mapToObj(many::device).toList();
      var began = System.nanoTime();
      var answer =
          devices
              .post("/api/v1/devices/bulk", Map.of("devices", batch, "upsert", true))
              .orFail("Making devices");
      took += System.nanoTime() - began;
      if (answer.path("failed").asInt() > 0) {
        throw new IllegalStateException(answer.path("results").get(0).toString());
      }
      System.out.printf("%,d devices%n", from + batch.size());
    }
    return count * 1e9 / took;
  }

  /** Each filter common, middling and rare. */
  private static List<List<String>> filters(List<String> types) {
    return List.of(
        List.of("q=pump", "q=plant-07", "q=sna1b"),
        List.of(
            "deviceTypeId=" + types.get(0),
            "deviceTypeId=" + types.get(2),
            "deviceTypeId=" + types.get(4)),
        List.of("status=ACTIVE", "status=INACTIVE", "status=MAINTENANCE"),
        List.of("tag=outdoor", "tag=leased", "tag=audited"),
        List.of("attr.region=region-7", "attr.firmware=1.3", "attr.asset=A777777"),
        List.of(box("5,46,16,56"), box("6,47.4,7.5,48.1"), box("6.2,47.7,6.3,47.8")));
  }

  private static String box(String box) {
    return "bbox=" + URLEncoder.encode(box, StandardCharsets.UTF_8);
  }

  private Timing time(String query, int filters, int runs)
      throws IOException, InterruptedException {
    var found = 0;
    var millis = new ArrayList<Double>();
    for (int run = -1; run < runs; run++) {
      var before = searchSeconds();
      found = list(query);
      var took = (searchSeconds() - before) * 1_000;
      if (run >= 0) {
        millis.add(took);
      }
    }
    millis.sort(Comparator.naturalOrder());
    return new Timing(query, filters, millis.get(runs / 2), millis.getLast(), found);
  }

  private int list(String query) throws IOException, InterruptedException {
    var answer =
        client.send(
            request("/api/v1/devices?limit=50&" + query)
                .header("Authorization", "Bearer " + token)
                .build(),
            BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(answer.statusCode() + " " + answer.body());
    }
    return Json.read(answer.body()).path("items").size();
  }

  /** What all searches since the service started took in the database. */
  private double searchSeconds() throws IOException, InterruptedException {
    return client
        .send(request("/prometheus").build(), BodyHandlers.ofLines())
        .body()
        .filter(line -> line.startsWith("sensormine_device_search_seconds_sum"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
        .sum();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(instance.ports().url(Service.DEVICE) + path));
  }

  private static void report(int count, double rate, Timing ceiling, List<Timing> timings)
      throws IOException {
    System.out.printf(
        "%n%,d devices%s%n", count, rate > 0 ? " made at %,.0f a second".formatted(rate) : "");
    System.out.printf(
        "no filter (ceiling): %.1f ms, at most %.1f ms%n%n", ceiling.millis(), ceiling.worst());
    System.out.printf(
        "%-10s %14s %12s %12s %12s %12s%n",
        "filters", "combinations", "median ms", "p95 ms", "p99 ms", "most ms");
    timings.stream()
        .collect(Collectors.groupingBy(Timing::filters, TreeMap::new, Collectors.toList()))
        .forEach((filters, each) -> line(String.valueOf(filters), each));
    line("all", timings);
    System.out.printf("%nthe slowest by median%n");
    timings.stream()
        .sorted(Comparator.comparingDouble(Timing::millis).reversed())
        .limit(15)
        .forEach(SearchBenchmark::line);
    System.out.printf("%none filter%n");
    timings.stream().filter(timing -> timing.filters() == 1).forEach(SearchBenchmark::line);
    Rates.write(
        "search.json",
        Map.of("devices", count, "rate", rate, "ceiling", ceiling, "timings", timings));
  }

  private static void line(String name, List<Timing> timings) {
    var sorted = timings.stream().mapToDouble(Timing::millis).sorted().toArray();
    System.out.printf(
        "%-10s %14d %12.1f %12.1f %12.1f %12.1f%n",
        name,
        sorted.length,
        sorted[sorted.length / 2],
        sorted[(int) (sorted.length * 0.95)],
        sorted[(int) (sorted.length * 0.99)],
        sorted[sorted.length - 1]);
  }

  private static void line(Timing timing) {
    System.out.printf(
        "%8.1f ms (most %.1f), %d found: %s%n",
        timing.millis(), timing.worst(), timing.found(), timing.query());
  }
}

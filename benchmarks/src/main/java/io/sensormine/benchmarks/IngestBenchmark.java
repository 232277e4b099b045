package io.sensormine.benchmarks;

import io.sensormine.standalone.demo.DemoTenant;
import io.sensormine.standalone.home.Service;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * Every way in, each against its ceiling in the same run: validated, authenticated, acknowledged
 * after commit. Measures the instance that is up.
 *
 * <p>Arguments: messages in batches a run (default 300,000), counted runs (default 5), messages one
 * by one a run (default a fifth), what to measure of {@code raw,batches,single,mqtt} (default all).
 */
public final class IngestBenchmark {
  private static final int DEVICES = 1_000;
  private static final int GATEWAY_BATCH = 1_000;
  private static final int GATEWAY_CONNECTIONS = 4;
  private static final int DEVICE_BATCH = 100;
  private static final int DEVICE_CONNECTIONS = 16;
  private static final int SINGLE_CONNECTIONS = 64;
  private static final int MQTT_CONNECTIONS = 200;
  private static final int MQTT_WINDOW = 10;

  private static final String RAW = "raw insert, binary arrays, 4 connections";
  private static final String RAW_TEXT = "raw insert, text arrays, 4 connections";
  private static final String GATEWAY = "gateway batches of 1,000, 4 connections";
  private static final String INVALID = "the same, 1 message in 100 invalid";
  private static final String REPEATED = "the same, all repeated";
  private static final String DEVICE = "device batches of 100, 16 connections";
  private static final String OPEN = "parse and drop, no credential, 64 connections";
  private static final String DROPPED = "parse and drop, 64 connections";
  private static final String SINGLE = "one message a request, 64 connections";
  private static final String MQTT = "MQTT QoS 1, 200 connections, window 10";

  private static final Set<String> PARTS = Set.of("raw", "batches", "single", "mqtt");

  private static final Map<String, String> CEILINGS =
      Map.of(
          RAW_TEXT, RAW,
          GATEWAY, RAW,
          INVALID, GATEWAY,
          REPEATED, GATEWAY,
          DEVICE, RAW,
          DROPPED, OPEN,
          SINGLE, DROPPED,
          MQTT, SINGLE);

  private final Instance instance;
  private final Instance.Devices devices;
  private final IngestWork work;
  private final Measurements measurements;
  private final int messages;
  private final int singles;
  private final Set<String> parts;

  private IngestBenchmark(Instance instance, int messages, int singles, Set<String> parts) {
    this.instance = instance;
    this.devices = instance.devices(DEVICES);
    this.work = new IngestWork(instance, devices);
    this.measurements = new Measurements(instance);
    this.messages = messages;
    this.singles = singles;
    this.parts = parts;
  }

  public static void main(String[] arguments) throws Exception {
    var messages = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 300_000;
    var runs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
    var singles = arguments.length > 2 ? Integer.parseInt(arguments[2]) : messages / 5;
    var parts = arguments.length > 3 ? Set.of(arguments[3].split(",")) : PARTS;
    if (!PARTS.containsAll(parts)) {
      throw new IllegalArgumentException("There are " + PARTS + " to measure, not " + parts + ".");
    }
    new IngestBenchmark(Instance.running(), messages, singles, parts).run(runs);
  }

  private void run(int runs) throws Exception {
    boolean mqtt = DropServer.answers(instance.ports().mqtt());
    if (!mqtt) {
      System.out.printf("MQTT is left out: nobody listens on port %d.%n", instance.ports().mqtt());
    }
    try (var dropping = DropServer.start(instance)) {
      for (int run = 0; run <= runs; run++) {
        System.out.println(run == 0 ? "warm-up" : "run " + run);
        measurements.count(run > 0);
        if (parts.contains("raw")) {
          raw();
        }
        if (parts.contains("batches")) {
          batches();
        }
        if (parts.contains("single")) {
          oneByOne(dropping);
        }
        if (mqtt && parts.contains("mqtt")) {
          mqtt();
        }
      }
    }
    measurements.print(CEILINGS);
    measurements.write("ingest.json", CEILINGS);
  }

  /** Into a table that is made anew, so that it is never larger than the service's. */
  private void raw() throws Exception {
    var batches = work.fresh(messages, GATEWAY_BATCH);
    var rows = batches.stream().map(batch -> RawRows.of(batch, devices.ids())).toList();
    try (var raw = RawInsert.in(instance.timeseriesUrl(), devices.ids())) {
      measurements.measure(RAW, messages, () -> seconds(rows, lane -> raw.binary()));
    }
    try (var raw = RawInsert.in(instance.timeseriesUrl(), devices.ids())) {
      measurements.measure(RAW_TEXT, messages, () -> seconds(batches, lane -> raw.text()));
    }
  }

  private static <T> double seconds(List<T> batches, IntFunction<Lanes.Lane<T>> lanes)
      throws Exception {
    return Lanes.run(batches, GATEWAY_CONNECTIONS, lanes).toNanos() / 1e9;
  }

  private void batches() throws Exception {
    var fresh = work.ofGateway(work.fresh(messages, GATEWAY_BATCH));
    service(GATEWAY, GATEWAY_CONNECTIONS, fresh, messages, 0, 0);
    service(REPEATED, GATEWAY_CONNECTIONS, fresh, 0, messages, 0);
    var partly = work.fresh(messages, GATEWAY_BATCH);
    int invalid = IngestWork.invalid(partly);
    service(
        INVALID, GATEWAY_CONNECTIONS, work.partlyInvalid(partly), messages - invalid, 0, invalid);
    service(
        DEVICE,
        DEVICE_CONNECTIONS,
        work.ofDevices(work.fresh(messages, GATEWAY_BATCH), DEVICE_BATCH),
        messages,
        0,
        0);
  }

  private void oneByOne(DropServer dropping) throws Exception {
    var fresh = work.fresh(singles, GATEWAY_BATCH);
    int port = dropping.port();
    dropped(OPEN, port, IngestWork.droppedOfAnyone(port, fresh));
    dropped(DROPPED, port, work.dropped(port, fresh));
    service(SINGLE, SINGLE_CONNECTIONS, work.oneByOne(fresh), singles, 0, 0);
  }

  private void dropped(String name, int port, List<byte[]> requests) throws Exception {
    http(name, port, SINGLE_CONNECTIONS, requests, singles, 0, 0);
  }

  private void service(
      String name,
      int connections,
      List<byte[]> requests,
      int accepted,
      int duplicates,
      int rejected)
      throws Exception {
    int port = instance.ports().of(Service.INGESTION);
    http(name, port, connections, requests, accepted, duplicates, rejected);
  }

  private void http(
      String name,
      int port,
      int connections,
      List<byte[]> requests,
      int accepted,
      int duplicates,
      int rejected)
      throws Exception {
    measurements.measure(
        name,
        accepted + duplicates + rejected,
        () -> {
          var result = Load.run(port, connections, 1, requests, lane -> new HttpWire());
          result.outcomes().require(accepted, duplicates, rejected);
          return result.seconds();
        });
  }

  private void mqtt() throws Exception {
    var requests = IngestWork.published(work.fresh(singles, GATEWAY_BATCH));
    var password = instance.gatewayCredential();
    measurements.measure(
        MQTT,
        singles,
        () -> {
          var result =
              Load.run(
                  instance.ports().mqtt(),
                  MQTT_CONNECTIONS,
                  MQTT_WINDOW,
                  requests,
                  lane -> new MqttWire("bench-" + lane, DemoTenant.GATEWAY, password));
          result.outcomes().require(singles, 0, 0);
          return result.seconds();
        });
  }
}

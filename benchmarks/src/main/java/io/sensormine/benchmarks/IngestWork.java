package io.sensormine.benchmarks;

import io.sensormine.standalone.home.Service;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The standard work as requests. Each piece of it is of a stretch of time of its own, from now on
 * into the next hours: what is older than an hour the service writes apart, as a backlog.
 */
final class IngestWork {
  private static final Duration MOST_AHEAD = Duration.ofHours(22);
  private static final int TICK_SECONDS = 10;
  private static final int INVALID_EVERY = 100;

  private final Instance.Devices devices;
  private final int port;
  private final String gateway;
  private final Random random = new Random();
  private final Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private Duration ahead = Duration.ZERO;
  private long seed;

  IngestWork(Instance instance, Instance.Devices devices) {
    this.devices = devices;
    this.port = instance.ports().of(Service.INGESTION);
    this.gateway = instance.gatewayCredential();
  }

  /** Messages that no earlier piece holds, in batches. */
  List<List<StandardWork.Message>> fresh(int messages, int batch) {
    if (ahead.compareTo(MOST_AHEAD) > 0) {
      ahead = Duration.ZERO;
    }
    // within a tick, so that no benchmark of the same hours has had these instants
    var from = start.plus(ahead).plus(random.nextInt(TICK_SECONDS * 1_000_000), ChronoUnit.MICROS);
    int ticks = Math.ceilDiv(messages, devices.ids().size());
    ahead = ahead.plusSeconds((long) ticks * TICK_SECONDS);
    return new StandardWork(devices.ids(), messages, from).batches(batch, seed++);
  }

  /** Each batch as a gateway's request. */
  List<byte[]> ofGateway(List<List<StandardWork.Message>> batches) {
    return batches.stream()
        .map(batch ->
            batch.stream()
                .map(StandardWork.Message::envelope)
                .collect(Collectors.joining(",", "[", "]")))
        .map(body -> HttpWire.post(port, "/api/v1/gateway/telemetry", gateway, body))
        .toList();
  }

  /** The same with every hundredth message breaking the schema. */
  List<byte[]> partlyInvalid(List<List<StandardWork.Message>> batches) {
    return ofGateway(
        batches.stream()
            .map(batch ->
                IntStream.range(0, batch.size())
                    .mapToObj(at -> at % INVALID_EVERY == 0 ? broken(batch.get(at)) : batch.get(at))
                    .toList())
            .toList());
  }

  /** How many messages of these that breaks. */
  static int invalid(List<List<StandardWork.Message>> batches) {
    return batches.stream().mapToInt(batch -> Math.ceilDiv(batch.size(), INVALID_EVERY)).sum();
  }

  private static StandardWork.Message broken(StandardWork.Message message) {
    return new StandardWork.Message(
        message.device(),
        message.time(),
        message.fields().replaceFirst("\"on\":(true|false)", "\"on\":\"broken\""));
  }

  /** All messages as requests of up to so many of one device, by its own credential. */
  List<byte[]> ofDevices(List<List<StandardWork.Message>> batches, int size) {
    Map<Integer, List<StandardWork.Message>> byDevice =
        batches.stream()
            .flatMap(List::stream)
            .collect(Collectors.groupingBy(StandardWork.Message::device));
    var requests = new ArrayList<byte[]>();
    int longest = byDevice.values().stream().mapToInt(List::size).max().orElse(0);
    for (int from = 0; from < longest; from += size) {
      for (var messages : byDevice.values()) {
        if (from < messages.size()) {
          requests.add(ofDevice(messages.subList(from, Math.min(from + size, messages.size()))));
        }
      }
    }
    return requests;
  }

  private byte[] ofDevice(List<StandardWork.Message> messages) {
    var body =
        messages.stream()
            .map(StandardWork.Message::ownEnvelope)
            .collect(Collectors.joining(",", "[", "]"));
    return HttpWire.post(port, "/api/v1/telemetry", credential(messages.getFirst()), body);
  }

  /** Each message as its device's request. */
  List<byte[]> oneByOne(List<List<StandardWork.Message>> batches) {
    return oneByOne(port, "/api/v1/telemetry", this::credential, batches);
  }

  /** The same, to be dropped by a server that asks for the device's credential. */
  List<byte[]> dropped(int to, List<List<StandardWork.Message>> batches) {
    return oneByOne(to, DropServer.OF_DEVICE, this::credential, batches);
  }

  /** The same without a credential. */
  static List<byte[]> droppedOfAnyone(int to, List<List<StandardWork.Message>> batches) {
    return oneByOne(to, DropServer.OF_ANYONE, message -> "", batches);
  }

  private static List<byte[]> oneByOne(
      int to,
      String path,
      Function<StandardWork.Message, String> credential,
      List<List<StandardWork.Message>> batches) {
    return batches.stream()
        .flatMap(List::stream)
        .map(message -> HttpWire.post(to, path, credential.apply(message), message.ownEnvelope()))
        .toList();
  }

  private String credential(StandardWork.Message message) {
    return devices.credentials().get(message.device());
  }

  /** Each message as a gateway's publish. */
  static List<byte[]> published(List<List<StandardWork.Message>> batches) {
    var messages = batches.stream().flatMap(List::stream).toList();
    return IntStream.range(0, messages.size())
        .mapToObj(at -> {
          var message = messages.get(at);
          var topic = "sensormine/v1/" + StandardWork.externalId(message.device()) + "/telemetry";
          return MqttWire.publish(at, topic, message.ownEnvelope());
        })
        .toList();
  }
}

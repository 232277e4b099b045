package io.sensormine.benchmarks;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * The work that every ingest figure is about: devices that send one message of ten fields every ten
 * seconds (eight random walks of two decimals, a boolean, an enumerated text), in order of time.
 *
 * @param devices their ids, by which the ceiling stores
 * @param messages how many in all
 * @param from when the first are from
 */
record StandardWork(List<UUID> devices, int messages, Instant from) {
  static final int FIELDS = 10;
  private static final int FLOATS = 8;
  private static final long SECONDS_BETWEEN = 10;
  private static final String[] MODES = {"idle", "heat", "cool", "fault"};

  /** The schema of its messages. */
  static String definition() {
    var properties = new StringBuilder();
    for (var field = 0; field < FLOATS; field++) {
      properties
          .append("\"f")
          .append(field)
          .append("\": {\"type\": \"number\", \"minimum\": -1000, \"maximum\": 1000}, ");
    }
    return """
    {"type": "object", "additionalProperties": false, "required": ["f0"], "properties": {%s
      "on": {"type": "boolean"}, "mode": {"type": "string", "enum": ["idle", "heat", "cool", "fault"]}}}\
    """
        .formatted(properties);
  }

  /** The same with a condition that its messages meet: what cannot be compiled. */
  static String conditionalDefinition() {
    return "{\"if\": {\"properties\": {\"on\": {\"const\": true}}}, \"then\": {\"required\": [\"mode\"]}, "
        + definition().substring(1);
  }

  /** A device's external id. */
  static String externalId(int device) {
    return "bench-" + device;
  }

  /** One message. */
  record Message(int device, Instant time, String fields) {
    /** As its device sends it. */
    String ownEnvelope() {
      return "{\"time\":\"" + time + "\",\"fields\":" + fields + "}";
    }

    /** As a gateway sends it. */
    String envelope() {
      return "{\"device\":\""
          + externalId(device)
          + "\",\"time\":\""
          + time
          + "\",\"fields\":"
          + fields
          + "}";
    }
  }

  /** All messages in batches of a size, in order of time; the same for the same seed. */
  List<List<Message>> batches(int size, long seed) {
    var random = new Random(seed);
    var walks = new double[devices.size()][FLOATS];
    var batches = new ArrayList<List<Message>>();
    var batch = new ArrayList<Message>(size);
    for (var i = 0; i < messages; i++) {
      var device = i % devices.size();
      var tick = i / devices.size();
      batch.add(
          new Message(
              device, from.plusSeconds(tick * SECONDS_BETWEEN), fields(walks[device], random)));
      if (batch.size() == size || i == messages - 1) {
        batches.add(List.copyOf(batch));
        batch.clear();
      }
    }
    return batches;
  }

  private static String fields(double[] walk, Random random) {
    var json = new StringBuilder(160).append('{');
    for (var field = 0; field < FLOATS; field++) {
      walk[field] = Math.clamp(walk[field] + random.nextGaussian(), -999, 999);
      json.append("\"f").append(field).append("\":");
      json.append(Math.round(walk[field] * 100) / 100.0).append(',');
    }
    return json.append("\"on\":")
        .append(random.nextBoolean())
        .append(",\"mode\":\"")
        .append(MODES[random.nextInt(MODES.length)])
        .append("\"}")
        .toString();
  }
}

package io.sensormine.query.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sensormine.query.oracle.World.Device;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * A query for series.
 *
 * @param selector what describes {@code devices} to the service
 * @param units the answers', by field
 * @param tellsUnits whether it asks for them; else they are the newest version's
 */
record Question(
    List<Device> devices,
    ObjectNode selector,
    List<String> fields,
    Instant from,
    Instant to,
    String bucket,
    ZoneId zone,
    List<String> aggregates,
    List<String> groupBy,
    String fill,
    Map<String, String> units,
    boolean tellsUnits) {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private static final List<String> ZONES =
      List.of(
          "UTC",
          "Europe/Berlin",
          "Asia/Kathmandu",
          "Asia/Kolkata",
          "Australia/Lord_Howe",
          "America/St_Johns",
          "Pacific/Chatham",
          "America/New_York");
  private static final List<String> BUCKETS =
      List.of(
          "7m", "15m", "30m", "45m", "1h", "90m", "2h", "6h", "12h", "24h", "1d", "2d", "1w",
          "1mo");
  private static final int MOST_BUCKETS = 150;
  private static final List<String> CALCULATED =
      List.of(
          "avg",
          "min",
          "max",
          "sum",
          "count",
          "stddev",
          "delta",
          "increase",
          "rate",
          "p50",
          "p90",
          "p95",
          "p99",
          "twa");
  private static final List<String> OF_ANY = List.of("first", "last");
  private static final List<String> OF_FEW_VALUES = List.of("distinct", "mode", "stateDuration");
  private static final List<String> OF_CELLS =
      List.of("avg", "min", "max", "sum", "count", "stddev", "first", "last", "delta", "increase");
  private static final List<List<String>> GROUPINGS =
      List.of(
          List.of(),
          List.of("device"),
          List.of("deviceType"),
          List.of("tag"),
          List.of("attribute:floor"),
          List.of("deviceType", "attribute:floor"));

  static Question random(World world, Random random) {
    var devices = new ArrayList<Device>();
    var selector = select(world, random, devices);
    var fields = some(World.FIELDS, 1 + random.nextInt(2), random);
    var bucket = one(BUCKETS, random);
    var from = instant(World.START.minus(Duration.ofHours(30)), Duration.ofDays(13), random);
    var most = Duration.between(from, World.END.plus(Duration.ofHours(30)));
    var range = Duration.ofSeconds(1 + (long) (random.nextDouble() * most.toSeconds()));
    if (bucket.endsWith("m") || bucket.endsWith("h")) {
      var limit = Duration.parse("PT" + bucket.toUpperCase(Locale.ROOT));
      range = shorter(range, limit.multipliedBy(MOST_BUCKETS));
    }
    var aggregates = aggregates(fields, random);
    var schemas =
        devices.stream().map(Device::type).filter(World.Type::hasSchema).distinct().toList();
    boolean tellsUnits = schemas.size() > 1 || (schemas.size() == 1 && random.nextBoolean());
    return new Question(
        devices,
        selector,
        fields,
        from,
        instant(from.plusSeconds(1), range, random),
        bucket,
        ZoneId.of(one(ZONES, random)),
        aggregates,
        one(GROUPINGS, random),
        fill(fields, aggregates, random),
        tellsUnits
            ? units(fields, random)
            : schemas.isEmpty() ? Map.of() : schemas.getFirst().versions().getLast().units(),
        tellsUnits);
  }

  private static ObjectNode select(World world, Random random, List<Device> devices) {
    var selector = JSON.objectNode();
    switch (random.nextInt(5)) {
      case 0 -> {
        devices.addAll(world.devices());
        devices.removeIf(device -> !device.tags().contains("x"));
        selector.putArray("tags").add("x");
      }
      case 1 -> {
        var type = one(world.types(), random);
        devices.addAll(world.devices());
        devices.removeIf(device -> !device.type().equals(type));
        selector.put("deviceTypeId", type.id().toString());
      }
      default -> {
        var chosen = some(world.devices(), 1 + random.nextInt(world.devices().size()), random);
        devices.addAll(world.devices());
        devices.retainAll(chosen);
        var ids = selector.putArray("ids");
        chosen.forEach(device -> ids.add(device.id().toString()));
      }
    }
    return selector;
  }

  /** Half of the time none that needs the messages themselves. */
  private static List<String> aggregates(List<String> fields, Random random) {
    var choice = new ArrayList<String>();
    if (random.nextBoolean()) {
      choice.addAll(OF_CELLS);
    } else {
      choice.addAll(CALCULATED);
      choice.addAll(OF_ANY);
      if (Collections.disjoint(fields, List.of(World.TEMPERATURE, World.ENERGY, World.MIXED))) {
        choice.addAll(OF_FEW_VALUES);
      }
    }
    return some(choice, 1 + random.nextInt(4), random);
  }

  private static String fill(List<String> fields, List<String> aggregates, Random random) {
    var choice = new ArrayList<>(List.of("none", "null"));
    // a null between is neither repeated nor the end of a line: it is left open
    if (!aggregates.contains("stddev")) {
      choice.add("previous");
      if (Collections.disjoint(aggregates, List.of("first", "last", "mode"))
          || Collections.disjoint(fields, List.of(World.ON, World.STATE, World.MIXED))) {
        choice.add("linear");
      }
    }
    return one(choice, random);
  }

  private static Map<String, String> units(List<String> fields, Random random) {
    var units = new HashMap<String, String>();
    if (fields.contains(World.TEMPERATURE)) {
      units.put(World.TEMPERATURE, one(List.of("Cel", "[degF]", "K"), random));
    }
    if (fields.contains(World.ENERGY)) {
      units.put(World.ENERGY, one(List.of("J", "kW.h", "W.h"), random));
    }
    return units;
  }

  /** Often whole: an hour, a day, a day of some zone. */
  private static Instant instant(Instant first, Duration within, Random random) {
    var time = first.plusMillis((long) (random.nextDouble() * within.toMillis()));
    var rounded =
        switch (random.nextInt(6)) {
          case 0 -> time.truncatedTo(ChronoUnit.DAYS);
          case 1 -> time.truncatedTo(ChronoUnit.HOURS);
          case 2 -> {
            var zone = ZoneId.of(one(ZONES, random));
            yield time.atZone(zone).toLocalDate().atStartOfDay(zone).toInstant();
          }
          case 3 -> time.truncatedTo(ChronoUnit.MINUTES);
          default -> time;
        };
    return rounded.isBefore(first) ? first : rounded;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static <T> T one(List<T> choice, Random random) {
    return choice.get(random.nextInt(choice.size()));
  }

  private static <T> List<T> some(Collection<T> choice, int count, Random random) {
    var all = new ArrayList<>(choice);
    Collections.shuffle(all, random);
    return all.subList(0, Math.min(count, all.size()));
  }

  /** As it is sent. */
  JsonNode json() {
    var json = JSON.objectNode();
    json.set("devices", selector);
    put(json, "fields", fields);
    json.put("from", from.toString()).put("to", to.toString());
    json.put("bucket", bucket).put("timezone", zone.getId()).put("fill", fill);
    put(json, "aggregates", aggregates);
    put(json, "groupBy", groupBy);
    if (tellsUnits) {
      var asked = json.putObject("units");
      units.forEach(asked::put);
    }
    return json;
  }

  private static void put(ObjectNode json, String name, List<String> texts) {
    var array = json.putArray(name);
    texts.forEach(array::add);
  }
}

package io.sensormine.query.oracle;

import io.sensormine.query.oracle.Calendar.Bucket;
import io.sensormine.query.oracle.Readings.Reading;
import io.sensormine.query.oracle.World.Device;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Answers a question from all readings, one after the other. */
final class Oracle {
  private static final List<String> OF_TEXT =
      List.of("first", "last", "mode", "distinct", "stateDuration");

  /**
   * A series.
   *
   * @param devices of its group
   * @param count readings in its range
   * @param newest of them
   * @param cells by bucket
   * @param greatest of its values, whatever the sign
   */
  record Series(
      Map<String, String> group,
      String field,
      String aggregate,
      @Nullable String unit,
      List<Device> devices,
      int count,
      Instant newest,
      List<Cell> cells,
      double greatest) {}

  /**
   * What a series has of a bucket.
   *
   * @param value null where there are no readings, or no value of them
   */
  record Cell(Instant start, boolean hasReadings, @Nullable Object value) {}

  /**
   * An answer.
   *
   * @param skipped texts
   */
  record Answer(List<Series> series, int skipped) {}

  private final Readings readings;

  Oracle(Readings readings) {
    this.readings = readings;
  }

  Answer answer(Question question) {
    var buckets =
        Calendar.buckets(question.bucket(), question.zone(), question.from(), question.to());
    var all = new ArrayList<Series>();
    int skipped = 0;
    for (var group : groups(question).entrySet()) {
      for (var field : question.fields()) {
        var ofField = readings(group.getValue(), field, question);
        var texts = ofField.stream().filter(Oracle::isText).filter(r -> within(r, question));
        int textCount = (int) texts.count();
        boolean allText =
            textCount > 0 && ofField.stream().noneMatch(r -> !isText(r) && within(r, question));
        var used = ofField.stream().filter(reading -> isText(reading) == allText).toList();
        var aggregates = new ArrayList<>(question.aggregates());
        if (allText) {
          aggregates.retainAll(OF_TEXT);
        }
        if (!allText || aggregates.isEmpty()) {
          skipped += textCount;
        }
        if (used.stream().anyMatch(reading -> within(reading, question))) {
          for (var aggregate : aggregates) {
            all.addAll(series(question, group, field, aggregate, buckets, used));
          }
        }
      }
    }
    return new Answer(all, skipped);
  }

  private static boolean isText(Reading reading) {
    return reading.value() instanceof String;
  }

  private static boolean within(Reading reading, Question question) {
    return !reading.time().isBefore(question.from()) && reading.time().isBefore(question.to());
  }

  /** In order of time, then of device, in the unit of the answer; those before the range too. */
  private List<Reading> readings(List<Device> devices, String field, Question question) {
    var found = new ArrayList<Reading>();
    for (var device : devices) {
      for (var reading : readings.of(device, field)) {
        var from = reading.version().units().get(field);
        var to = question.units().get(field);
        found.add(
            from != null && to != null && reading.value() instanceof BigDecimal number
                ? new Reading(
                    device,
                    reading.time(),
                    reading.version(),
                    Scale.convert(number, from, to),
                    Scale.stretch(number, from, to))
                : reading);
      }
    }
    // stable: devices are in order of id
    found.sort(Comparator.comparing(Reading::time));
    return found;
  }

  private static Map<Map<String, String>, List<Device>> groups(Question question) {
    var groups = new LinkedHashMap<Map<String, String>, List<Device>>();
    for (var device : question.devices()) {
      List<Map<String, String>> keys = new ArrayList<>(List.of(Map.of()));
      for (var grouping : question.groupBy()) {
        var more = new ArrayList<Map<String, String>>();
        for (var key : keys) {
          for (var value : values(device, grouping)) {
            var longer = new LinkedHashMap<>(key);
            longer.put(grouping, value);
            more.add(longer);
          }
        }
        keys = more;
      }
      keys.forEach(key -> groups.computeIfAbsent(key, any -> new ArrayList<>()).add(device));
    }
    if (question.groupBy().isEmpty()) {
      groups.putIfAbsent(Map.of(), List.of());
    }
    return groups;
  }

  private static List<String> values(Device device, String grouping) {
    return switch (grouping) {
      case "device" -> List.of(device.id().toString());
      case "deviceType" -> List.of(device.type().id().toString());
      case "tag" -> List.copyOf(new TreeSet<>(device.tags()));
      default ->
          Stream.ofNullable(device.attributes().get(grouping.substring("attribute:".length())))
              .toList();
    };
  }

  private static List<Series> series(
      Question question,
      Map.Entry<Map<String, String>, List<Device>> group,
      String field,
      String aggregate,
      List<Bucket> buckets,
      List<Reading> used) {
    var within = used.stream().filter(reading -> within(reading, question)).toList();
    var parts =
        buckets.stream()
            .map(bucket -> new Part(used, bucket, question.from(), question.to()))
            .toList();
    double greatest =
        used.stream().mapToDouble(r -> Math.abs(Part.number(r).doubleValue())).max().orElse(0);
    var all = new ArrayList<Series>();
    var states = parts.stream().map(part -> secondsByState(aggregate, part)).toList();
    for (var state : states(aggregate, states)) {
      var key = new LinkedHashMap<>(group.getKey());
      if (!state.isEmpty()) {
        key.put("state", state);
      }
      var cells = new ArrayList<Cell>();
      for (int at = 0; at < parts.size(); at++) {
        var part = parts.get(at);
        cells.add(
            new Cell(
                buckets.get(at).start(),
                part.hasReadings(),
                state.isEmpty()
                    ? part.aggregate(aggregate)
                    : states.get(at).getOrDefault(state, BigDecimal.ZERO)));
      }
      all.add(
          new Series(
              key,
              field,
              aggregate,
              unit(aggregate, question.units().get(field)),
              group.getValue(),
              within.size(),
              within.getLast().time(),
              cells,
              greatest));
    }
    return all;
  }

  /** In a bucket that has readings. */
  private static Map<String, BigDecimal> secondsByState(String aggregate, Part part) {
    return aggregate.equals("stateDuration") && part.hasReadings() ? part.states() : Map.of();
  }

  /** In order; one that is none for what is not about states. */
  private static Iterable<String> states(
      String aggregate, List<Map<String, BigDecimal>> secondsByState) {
    if (!aggregate.equals("stateDuration")) {
      return List.of("");
    }
    var states = new TreeSet<String>();
    secondsByState.forEach(bucket -> states.addAll(bucket.keySet()));
    return states;
  }

  private static @Nullable String unit(String aggregate, @Nullable String ofField) {
    return switch (aggregate) {
      case "count", "distinct" -> null;
      case "stateDuration" -> "s";
      case "rate" -> ofField == null ? null : ofField + "/s";
      default -> ofField;
    };
  }

  /** Whether two devices' readings may be in more groups than one. */
  static boolean repeats(Question question) {
    return question.groupBy().contains("tag")
        && question.devices().stream().anyMatch(device -> device.tags().size() > 1);
  }

  /** Of what a series is expected to have in all; null where a type tells no interval. */
  static @Nullable Double expected(Series series, Question question) {
    double sum = 0;
    for (var device : series.devices()) {
      var interval = device.type().expectedInterval();
      if (interval == null) {
        return null;
      }
      sum +=
          (double) Duration.between(question.from(), question.to()).toMillis()
              / interval.toMillis();
    }
    return sum;
  }
}

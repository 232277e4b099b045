package io.sensormine.query.series;

import io.sensormine.query.bucket.BucketSize;
import io.sensormine.query.telemetry.Refusals;
import io.sensormine.query.unit.Units;
import jakarta.inject.Singleton;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a request for series, or refuses it with everything that is wrong with it. */
@Singleton
final class SeriesRequests {
  private static final String AUTO = "auto";
  private static final int MAX_POINTS = 100_000;

  private final Units units;

  SeriesRequests(Units units) {
    this.units = units;
  }

  SeriesQuery read(SeriesRequest request) {
    var refusals = new Refusals();
    var from = refusals.time("/from", request.from());
    var to = refusals.time("/to", request.to());
    refusals.range(from, to);
    refusals.fields("/fields", request.fields());
    var bucket = bucket(request, refusals);
    var zone = zone(request.timezone(), refusals);
    var aggregates =
        all(
            "aggregate",
            "/aggregates",
            request.aggregates() == null ? List.of("avg") : request.aggregates(),
            Aggregate::ofCode,
            Aggregate.options(),
            refusals);
    var groupBy =
        all(
            "grouping",
            "/groupBy",
            request.groupBy() == null ? List.of() : request.groupBy(),
            Grouping::ofCode,
            Grouping.options(),
            refusals);
    var fill =
        all(
            "fill",
            "/fill",
            request.fill() == null ? List.of("none") : List.of(request.fill()),
            Fill::ofCode,
            Arrays.stream(Fill.values()).map(Fill::code),
            refusals);
    Map<String, String> asked = request.units() == null ? Map.of() : request.units();
    checkUnits(asked, request.fields(), refusals);
    refusals.check();
    return new SeriesQuery(
        request.devices(),
        request.fields().stream().distinct().toList(),
        from.orElse(Instant.EPOCH),
        to.orElse(Instant.EPOCH),
        bucket.orElse(null),
        request.points(),
        zone,
        aggregates,
        groupBy,
        fill.getFirst(),
        asked);
  }

  private static Optional<BucketSize> bucket(SeriesRequest request, Refusals refusals) {
    var points = request.points();
    if (points != null && (points < 1 || points > MAX_POINTS)) {
      refusals.add("/points", "out-of-range", "`points` is from 1 to " + MAX_POINTS + ".");
    }
    var bucket = request.bucket();
    if (bucket != null && points != null) {
      refusals.add("/points", "bucket-and-points", "Give `bucket` or `points`, not both.");
    }
    if (bucket == null || bucket.equals(AUTO)) {
      return Optional.empty();
    }
    var size = BucketSize.parse(bucket);
    if (size.isEmpty()) {
      refusals.add(
          "/bucket",
          "invalid-bucket",
          ("`%s` is no bucket; write a number and s, m, h, d, w, mo, q or y, such as 15m, or auto;"
                  + " at most 1,000 years.")
              .formatted(bucket));
    }
    return size;
  }

  private static ZoneId zone(@Nullable String name, Refusals refusals) {
    if (name == null) {
      return ZoneId.of("UTC");
    }
    try {
      // an IANA name, not an offset: ZoneId takes both
      if (ZoneId.getAvailableZoneIds().contains(name)) {
        return ZoneId.of(name);
      }
    } catch (DateTimeException notOne) {
      // noted below
    }
    refusals.add(
        "/timezone",
        "unknown-timezone",
        "`%s` is no time zone; write an IANA name such as Europe/Berlin.".formatted(name));
    return ZoneId.of("UTC");
  }

  private static <T> List<T> all(
      String what,
      String path,
      List<String> codes,
      Function<String, Optional<T>> known,
      Stream<String> options,
      Refusals refusals) {
    var found = new ArrayList<T>();
    var choice = options.collect(Collectors.joining(", "));
    for (int at = 0; at < codes.size(); at++) {
      var code = codes.get(at);
      var item = known.apply(code);
      if (item.isEmpty()) {
        refusals.add(
            path.equals("/fill") ? path : path + "/" + at,
            "not-an-option",
            "There is no %s `%s`; there are %s.".formatted(what, code, choice));
      } else if (!found.contains(item.get())) {
        found.add(item.get());
      }
    }
    return found;
  }

  private void checkUnits(Map<String, String> asked, List<String> fields, Refusals refusals) {
    new TreeMap<>(asked)
        .forEach((field, unit) -> {
          var path = "/units/" + field.replace("~", "~0").replace("/", "~1");
          if (!fields.contains(field)) {
            refusals.add(path, "not-a-field", "`%s` is not among `fields`.".formatted(field));
          } else if (unit == null || !units.knows(unit)) {
            refusals.addUnit(path, "`%s` is no UCUM unit.".formatted(unit));
          }
        });
  }
}

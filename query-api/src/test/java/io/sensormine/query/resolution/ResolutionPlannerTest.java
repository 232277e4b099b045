package io.sensormine.query.resolution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.query.bucket.BucketSize;
import io.sensormine.query.bucket.Buckets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResolutionPlannerTest {
  private static final UUID DEVICE = new UUID(1, 1);
  private static final UUID OTHER = new UUID(2, 2);
  private static final Instant FAR = Instant.parse("2030-01-01T00:00:00Z");

  @Test
  void readsDaysOfUtcFromDailyCells() {
    var plan = plan("1d", "UTC", "2024-03-01T00:00:00Z", "2024-03-31T00:00:00Z", clean(FAR));
    assertThat(plan.days().spans())
        .containsExactly(span("2024-03-01T00:00:00Z", "2024-03-31T00:00:00Z"));
    assertThat(plan.hours().isEmpty()).isTrue();
    assertThat(plan.raw().isEmpty()).isTrue();
  }

  @Test
  void readsHoursFromHourlyCells() {
    var plan = plan("1h", "UTC", "2024-03-01T00:00:00Z", "2024-03-31T00:00:00Z", clean(FAR));
    assertThat(plan.hours().spans())
        .containsExactly(span("2024-03-01T00:00:00Z", "2024-03-31T00:00:00Z"));
    assertThat(plan.days().isEmpty()).isTrue();
    assertThat(plan.raw().isEmpty()).isTrue();
  }

  @Test
  void readsWhatIsShorterThanAnHourFromMessages() {
    var plan = plan("15m", "UTC", "2024-03-01T00:00:00Z", "2024-03-02T00:00:00Z", clean(FAR));
    assertThat(plan.raw().spans())
        .containsExactly(span("2024-03-01T00:00:00Z", "2024-03-02T00:00:00Z"));
    assertThat(plan.hours().isEmpty()).isTrue();
    assertThat(plan.days().isEmpty()).isTrue();
  }

  @Test
  void readsDaysOfAZoneOfWholeHoursFromHourlyCells() {
    var plan =
        plan("1d", "Europe/Berlin", "2024-03-01T23:00:00Z", "2024-03-03T23:00:00Z", clean(FAR));
    assertThat(plan.hours().spans())
        .containsExactly(span("2024-03-01T23:00:00Z", "2024-03-03T23:00:00Z"));
    assertThat(plan.days().isEmpty()).isTrue();
    assertThat(plan.raw().isEmpty()).isTrue();
  }

  @Test
  void readsTheHalfHoursAtTheEdgesOfAZonesDaysFromMessages() {
    var plan =
        plan("1d", "Asia/Kolkata", "2024-03-01T18:30:00Z", "2024-03-03T18:30:00Z", clean(FAR));
    assertThat(plan.hours().spans())
        .containsExactly(
            span("2024-03-01T19:00:00Z", "2024-03-02T18:00:00Z"),
            span("2024-03-02T19:00:00Z", "2024-03-03T18:00:00Z"));
    assertThat(plan.raw().spans())
        .containsExactly(
            span("2024-03-01T18:30:00Z", "2024-03-01T19:00:00Z"),
            span("2024-03-02T18:00:00Z", "2024-03-02T19:00:00Z"),
            span("2024-03-03T18:00:00Z", "2024-03-03T18:30:00Z"));
  }

  @Test
  void readsWhatIsNotRolledUpFromMessages() {
    var plan =
        plan(
            "1d",
            "UTC",
            "2024-03-01T00:00:00Z",
            "2024-03-03T00:00:00Z",
            clean(Instant.parse("2024-03-02T05:00:00Z")));
    assertThat(plan.days().spans())
        .containsExactly(span("2024-03-01T00:00:00Z", "2024-03-02T00:00:00Z"));
    assertThat(plan.hours().spans())
        .containsExactly(span("2024-03-02T00:00:00Z", "2024-03-02T05:00:00Z"));
    assertThat(plan.raw().spans())
        .containsExactly(span("2024-03-02T05:00:00Z", "2024-03-03T00:00:00Z"));
  }

  @Test
  void unpacksADirtyDayOfTheDeviceAlone() {
    var dirty = new TreeSet<>(List.of(Instant.parse("2024-03-01T07:00:00Z")));
    var plan =
        plan(
            "1d",
            "UTC",
            "2024-03-01T00:00:00Z",
            "2024-03-03T00:00:00Z",
            new RollupState(FAR, Instant.EPOCH, Map.of(DEVICE, dirty), Optional.empty()));
    assertThat(plan.days().except())
        .containsExactly(own("2024-03-01T00:00:00Z", "2024-03-02T00:00:00Z"));
    assertThat(plan.hours().own())
        .containsExactly(
            own("2024-03-01T00:00:00Z", "2024-03-01T07:00:00Z"),
            own("2024-03-01T08:00:00Z", "2024-03-02T00:00:00Z"));
    assertThat(plan.raw().own())
        .containsExactly(own("2024-03-01T07:00:00Z", "2024-03-01T08:00:00Z"));
  }

  @Test
  void readsNoCellWhereDirtyHoursCannotBeToldApart() {
    var blur = span("2024-03-01T07:00:00Z", "2024-03-02T09:00:00Z");
    var plan =
        plan(
            "1d",
            "UTC",
            "2024-03-01T00:00:00Z",
            "2024-03-03T00:00:00Z",
            new RollupState(FAR, Instant.EPOCH, Map.of(), Optional.of(blur)));
    assertThat(plan.raw().spans()).containsExactly(blur);
    assertThat(plan.days().isEmpty()).isTrue();
    assertThat(plan.hours().spans())
        .containsExactly(
            span("2024-03-01T00:00:00Z", "2024-03-01T07:00:00Z"),
            span("2024-03-02T09:00:00Z", "2024-03-03T00:00:00Z"));
  }

  @Test
  void readsCellsOnlyOfWhatMessagesMayBeGoneWhereItPrefersMessages() {
    var range = span("2024-03-01T00:00:00Z", "2024-03-04T00:00:00Z");
    var state =
        new RollupState(FAR, Instant.parse("2024-03-02T00:00:00Z"), Map.of(), Optional.empty())
            .preferringMessages(range);
    var plan = plan("1d", "UTC", range.start().toString(), range.end().toString(), state);
    assertThat(plan.days().spans())
        .containsExactly(span("2024-03-01T00:00:00Z", "2024-03-02T00:00:00Z"));
    assertThat(plan.raw().spans())
        .containsExactly(span("2024-03-02T00:00:00Z", "2024-03-04T00:00:00Z"));
  }

  /** Whatever the state: of each device each quarter of an hour is read once, and rightly. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void readsEachInstantOnceAndOnlyCellsThatCount(long seed) {
    var random = new Random(seed);
    var sizes = List.of("15m", "1h", "3h", "1d", "1w", "1mo");
    var zones = List.of("UTC", "Europe/Berlin", "Asia/Kolkata", "Australia/Lord_Howe");
    var from = Instant.parse("2024-03-20T00:00:00Z").plus(quarters(random, 500));
    var to = from.plus(quarters(random, 2_000)).plusSeconds(900);
    var state = state(random, from);
    var plan =
        plan(
            sizes.get(random.nextInt(sizes.size())),
            zones.get(random.nextInt(zones.size())),
            from.toString(),
            to.toString(),
            state);
    for (var at = from; at.isBefore(to); at = at.plusSeconds(900)) {
      for (var device : List.of(DEVICE, OTHER)) {
        var quarter = device + " at " + at;
        var hour = at.truncatedTo(ChronoUnit.HOURS);
        var day = at.truncatedTo(ChronoUnit.DAYS);
        var readers = new ArrayList<String>();
        if (reads(plan.raw(), device, at)) {
          readers.add("raw");
        }
        if (reads(plan.hours(), device, hour) && covers(from, to, hour, Duration.ofHours(1))) {
          readers.add("hours");
          assertThat(counts(state, device, hour)).as(quarter).isTrue();
        }
        if (reads(plan.days(), device, day) && covers(from, to, day, Duration.ofDays(1))) {
          readers.add("days");
          for (int hours = 0; hours < 24; hours++) {
            assertThat(counts(state, device, day.plus(Duration.ofHours(hours))))
                .as(quarter)
                .isTrue();
          }
        }
        assertThat(readers).as(quarter).hasSize(1);
      }
    }
  }

  private static Duration quarters(Random random, int most) {
    return Duration.ofMinutes(15L * random.nextInt(most));
  }

  private static RollupState state(Random random, Instant from) {
    var until = from.truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(random.nextInt(600)));
    var dirty = new TreeSet<Instant>();
    for (int count = random.nextInt(20); count > 0; count--) {
      dirty.add(from.truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(random.nextInt(500))));
    }
    Optional<Span> blurred = Optional.empty();
    if (random.nextInt(4) == 0) {
      var start = from.truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(random.nextInt(300)));
      blurred =
          Optional.of(new Span(start, start.plus(Duration.ofHours(1L + random.nextInt(100)))));
    }
    Map<UUID, NavigableSet<Instant>> ofDevice = Map.of(DEVICE, dirty);
    return new RollupState(
        until, Instant.EPOCH, blurred.isPresent() ? Map.of() : ofDevice, blurred);
  }

  /** Whether a cell of an hour may be read. */
  private static boolean counts(RollupState state, UUID device, Instant hour) {
    var dirty = state.dirty().get(device);
    var blurred = state.blurred();
    return !hour.plus(Duration.ofHours(1)).isAfter(state.rolledUntil())
        && (dirty == null || !dirty.contains(hour))
        && (blurred.isEmpty() || !within(blurred.get(), hour));
  }

  private static boolean covers(Instant from, Instant to, Instant start, Duration length) {
    return !start.isBefore(from) && !start.plus(length).isAfter(to);
  }

  private static boolean reads(Part part, UUID device, Instant time) {
    var excepted =
        part.except().stream()
            .anyMatch(own -> own.deviceId().equals(device) && own.span().start().equals(time));
    return (!excepted && part.spans().stream().anyMatch(span -> within(span, time)))
        || part.own().stream()
            .anyMatch(own -> own.deviceId().equals(device) && within(own.span(), time));
  }

  private static boolean within(Span span, Instant time) {
    return !time.isBefore(span.start()) && time.isBefore(span.end());
  }

  private static Resolution plan(
      String bucket, String zone, String from, String to, RollupState state) {
    var range = span(from, to);
    var buckets =
        Buckets.covering(
                BucketSize.parse(bucket).orElseThrow(),
                range.start(),
                range.end(),
                ZoneId.of(zone),
                10_000)
            .orElseThrow();
    return ResolutionPlanner.plan(buckets, range, state);
  }

  private static RollupState clean(Instant until) {
    return new RollupState(until, Instant.EPOCH, Map.of(), Optional.empty());
  }

  private static Span span(String start, String end) {
    return new Span(Instant.parse(start), Instant.parse(end));
  }

  private static DeviceSpan own(String start, String end) {
    return new DeviceSpan(DEVICE, span(start, end));
  }
}

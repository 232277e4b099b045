package io.sensormine.query.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BucketsTest {
  private static final ZoneId UTC = ZoneOffset.UTC;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Europe/Berlin",
        "America/New_York",
        "Asia/Kathmandu",
        "Australia/Lord_Howe",
        "Pacific/Apia",
        "America/St_Johns",
        "America/Havana",
        "America/Sao_Paulo",
        "Asia/Tehran",
        "Africa/Casablanca",
        "Pacific/Chatham",
        "Asia/Gaza",
        "America/Caracas",
        "Asia/Pyongyang",
        "Antarctica/Troll",
        "UTC"
      })
  void daysAreTheZonesDaysAroundEachTransition(String name) {
    var zone = ZoneId.of(name);
    for (var transition : transitions(zone)) {
      var day = transition.getDateTimeBefore().toLocalDate();
      var from = day.minusDays(3).atStartOfDay(zone).toInstant();
      var to = day.plusDays(4).atStartOfDay(zone).toInstant();
      var expected = new ArrayList<Instant>();
      for (var at = day.minusDays(3); at.isBefore(day.plusDays(4)); at = at.plusDays(1)) {
        var start = at.atStartOfDay(zone).toInstant();
        if (expected.isEmpty() || start.isAfter(expected.getLast())) {
          expected.add(start);
        }
      }
      var days = covering("1d", from, to, zone);
      assertThat(days.starts()).as("%s %s", zone, transition).isEqualTo(expected);
      assertThat(days.end()).isEqualTo(to);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Europe/Berlin",
        "America/New_York",
        "Asia/Kathmandu",
        "Australia/Lord_Howe",
        "Pacific/Apia",
        "America/St_Johns",
        "America/Havana",
        "America/Sao_Paulo",
        "Asia/Tehran",
        "Africa/Casablanca",
        "Pacific/Chatham",
        "Asia/Gaza"
      })
  void eachInstantAroundATransitionIsInExactlyOneBucket(String name) {
    var zone = ZoneId.of(name);
    for (var transition : transitions(zone)) {
      for (var size : List.of("1h", "1d", "2d", "1w", "1mo", "1q", "1y")) {
        for (int minutes = -150; minutes <= 150; minutes += 30) {
          var instant = transition.getInstant().plus(Duration.ofMinutes(minutes));
          var buckets = covering(size, instant, instant.plusMillis(1), zone);
          assertThat(buckets.count()).as("%s %s %s", zone, size, instant).isEqualTo(1);
          assertThat(buckets.starts().getFirst()).isBeforeOrEqualTo(instant);
          assertThat(buckets.end()).isAfter(instant);
          var next = covering(size, buckets.end(), buckets.end().plusMillis(1), zone);
          assertThat(next.starts().getFirst()).as("no gap").isEqualTo(buckets.end());
        }
      }
    }
  }

  @Test
  void aDayHas23Or25HoursWhereTheClockChanges() {
    var zone = ZoneId.of("Europe/Berlin");
    assertThat(length("1d", "2024-03-31T12:00:00Z", zone)).isEqualTo(Duration.ofHours(23));
    assertThat(length("1d", "2024-10-27T12:00:00Z", zone)).isEqualTo(Duration.ofHours(25));
    assertThat(length("1d", "2024-04-07T06:00:00Z", ZoneId.of("Australia/Lord_Howe")))
        .isEqualTo(Duration.ofMinutes(24 * 60 + 30));
  }

  @Test
  void aDayThatAZoneLeftOutHasNoBucket() {
    var zone = ZoneId.of("Pacific/Apia");
    var days =
        covering("1d", instant("2011-12-29T10:00:00Z"), instant("2012-01-01T10:00:01Z"), zone);
    assertThat(days.starts().stream().map(start -> start.atZone(zone).toLocalDate()))
        .containsExactly(
            LocalDate.parse("2011-12-29"),
            LocalDate.parse("2011-12-31"),
            LocalDate.parse("2012-01-01"),
            LocalDate.parse("2012-01-02"));
  }

  @ParameterizedTest
  @CsvSource({
    "1s,  2024-05-05T10:11:12.5Z, UTC, 2024-05-05T10:11:12Z, 2024-05-05T10:11:13Z",
    "7m,  1970-01-01T00:20:00Z, UTC, 1970-01-01T00:14:00Z, 1970-01-01T00:21:00Z",
    "5h,  1970-01-02T02:00:00Z, UTC, 1970-01-02T01:00:00Z, 1970-01-02T06:00:00Z",
    "1h,  1969-12-31T23:30:00Z, UTC, 1969-12-31T23:00:00Z, 1970-01-01T00:00:00Z",
    "1h,  2024-05-05T10:11:12Z, Asia/Kathmandu, 2024-05-05T10:00:00Z, 2024-05-05T11:00:00Z",
    "1d,  2024-05-05T20:00:00Z, Asia/Kathmandu, 2024-05-05T18:15:00Z, 2024-05-06T18:15:00Z",
    "1d,  2024-07-01T03:00:00Z, America/New_York, 2024-06-30T04:00:00Z, 2024-07-01T04:00:00Z",
    "3d,  1970-01-08T00:00:00Z, UTC, 1970-01-07T00:00:00Z, 1970-01-10T00:00:00Z",
    "1w,  2024-05-05T10:00:00Z, UTC, 2024-04-29T00:00:00Z, 2024-05-06T00:00:00Z",
    "2w,  1970-01-20T00:00:00Z, UTC, 1970-01-19T00:00:00Z, 1970-02-02T00:00:00Z",
    "1w,  1970-01-01T00:00:00Z, UTC, 1969-12-29T00:00:00Z, 1970-01-05T00:00:00Z",
    "1mo, 2024-02-29T23:30:00Z, Europe/Berlin, 2024-02-29T23:00:00Z, 2024-03-31T22:00:00Z",
    "5mo, 1970-07-01T00:00:00Z, UTC, 1970-06-01T00:00:00Z, 1970-11-01T00:00:00Z",
    "1q,  2024-05-05T00:00:00Z, UTC, 2024-04-01T00:00:00Z, 2024-07-01T00:00:00Z",
    "1y,  2024-05-05T00:00:00Z, UTC, 2024-01-01T00:00:00Z, 2025-01-01T00:00:00Z",
    "4y,  1969-05-05T00:00:00Z, UTC, 1966-01-01T00:00:00Z, 1970-01-01T00:00:00Z"
  })
  void countsFrom1970(String size, Instant at, ZoneId zone, Instant start, Instant end) {
    var buckets = covering(size, at, at.plusMillis(1), zone);
    assertThat(buckets.starts()).containsExactly(start);
    assertThat(buckets.end()).isEqualTo(end);
  }

  @Test
  void theRangesEndIsExclusive() {
    var hours =
        covering("1h", instant("2024-01-01T00:00:00Z"), instant("2024-01-01T02:00:00Z"), UTC);
    assertThat(hours.starts())
        .containsExactly(instant("2024-01-01T00:00:00Z"), instant("2024-01-01T01:00:00Z"));
  }

  @Test
  void givesUpWhereTheyAreTooMany() {
    var from = instant("0001-01-01T00:00:00Z");
    var to = instant("9999-12-31T00:00:00Z");
    var second = BucketSize.parse("1s").orElseThrow();
    assertThat(Buckets.covering(second, from, to, UTC, 1_000)).isEmpty();
    var day = BucketSize.parse("1d").orElseThrow();
    var week = from.plus(Duration.ofDays(7));
    assertThat(Buckets.covering(day, from, week, UTC, 6)).isEmpty();
    assertThat(Buckets.covering(day, from, week, UTC, 7)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "h",
        "0h",
        "-1h",
        "1.5h",
        "1M",
        "1 h",
        "1ms",
        "01h",
        "9999999999s",
        "1001y",
        "999999999h",
        "1D",
        "auto"
      })
  void refusesWhatIsNoSize(String text) {
    assertThat(BucketSize.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1s", "15m", "24h", "1d", "2w", "1mo", "3q", "1000y", "999999999s"})
  void writesASizeAsItWasRead(String text) {
    assertThat(BucketSize.parse(text)).map(BucketSize::toString).contains(text);
  }

  @Test
  void theLadderGivesTheShortestThatFits() {
    var from = instant("2024-01-01T00:00:00Z");
    assertThat(chosen(from, Duration.ofMinutes(5), 300)).isEqualTo("1s");
    assertThat(chosen(from, Duration.ofHours(1), 300)).isEqualTo("15s");
    assertThat(chosen(from, Duration.ofDays(1), 300)).isEqualTo("5m");
    assertThat(chosen(from, Duration.ofDays(30), 300)).isEqualTo("3h");
    assertThat(chosen(from, Duration.ofDays(366), 12)).isEqualTo("1mo");
    assertThat(chosen(from, Duration.ofDays(366), 1)).isEqualTo("1y");
  }

  private static String chosen(Instant from, Duration length, int max) {
    return BucketLadder.choose(from, from.plus(length), UTC, max).orElseThrow().size().toString();
  }

  private static Duration length(String size, String at, ZoneId zone) {
    var buckets = covering(size, instant(at), instant(at).plusMillis(1), zone);
    return Duration.between(buckets.starts().getFirst(), buckets.end());
  }

  private static Buckets covering(String size, Instant from, Instant to, ZoneId zone) {
    return Buckets.covering(BucketSize.parse(size).orElseThrow(), from, to, zone, 10_000)
        .orElseThrow();
  }

  private static List<ZoneOffsetTransition> transitions(ZoneId zone) {
    var end = instant("2038-01-01T00:00:00Z");
    return Stream.iterate(
            zone.getRules().nextTransition(instant("2000-01-01T00:00:00Z")),
            next -> next != null && next.getInstant().isBefore(end),
            next -> zone.getRules().nextTransition(next.getInstant()))
        .toList();
  }

  private static Instant instant(String text) {
    return Instant.parse(text);
  }
}

package io.sensormine.query.resolution;

import io.sensormine.query.bucket.Buckets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.UUID;

/**
 * Chooses, for every bucket, what gives its figures with the least reading: whole days (UTC) that
 * lie in the bucket by their daily cells, whole hours beside them by their hourly cells, and by
 * messages what is left: ragged ends, hours that are not rolled up, and hours of a device that are
 * dirty. So the figures are the same whatever the bucket's edges and zone are.
 */
public final class ResolutionPlanner {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofHours(24);

  private final RollupState state;
  private final List<Span> days = new ArrayList<>();
  private final List<Span> hours = new ArrayList<>();
  private final List<Span> raw = new ArrayList<>();
  private final List<DeviceSpan> withoutDays = new ArrayList<>();
  private final List<DeviceSpan> ownHours = new ArrayList<>();
  private final List<DeviceSpan> withoutHours = new ArrayList<>();
  private final List<DeviceSpan> ownRaw = new ArrayList<>();

  private ResolutionPlanner(RollupState state) {
    this.state = state;
  }

  /**
   * The plan for a range.
   *
   * @param buckets that cover it
   */
  public static Resolution plan(Buckets buckets, Span range, RollupState state) {
    var planner = new ResolutionPlanner(state);
    for (int at = 0; at < buckets.count(); at++) {
      planner.cover(
          later(buckets.starts().get(at), range.start()), earlier(buckets.end(at), range.end()));
    }
    return planner.resolution();
  }

  /** Covers what is of one bucket, but for the time in which no cell counts. */
  private void cover(Instant start, Instant end) {
    var blurred = state.blurred();
    if (blurred.isEmpty()) {
      split(start, end);
      return;
    }
    var blur = blurred.get();
    split(start, earlier(end, blur.start()));
    add(raw, later(start, blur.start()), earlier(end, blur.end()));
    split(later(start, blur.end()), end);
  }

  private void split(Instant start, Instant end) {
    var firstHour = roundedUp(start, ChronoUnit.HOURS);
    var lastHour = earlier(end, state.rolledUntil()).truncatedTo(ChronoUnit.HOURS);
    if (!firstHour.isBefore(lastHour)) {
      add(raw, start, end);
      return;
    }
    add(raw, start, firstHour);
    var firstDay = roundedUp(firstHour, ChronoUnit.DAYS);
    var lastDay = lastHour.truncatedTo(ChronoUnit.DAYS);
    if (firstDay.isBefore(lastDay)) {
      add(hours, firstHour, firstDay);
      add(days, firstDay, lastDay);
      add(hours, lastDay, lastHour);
    } else {
      add(hours, firstHour, lastHour);
    }
    add(raw, lastHour, end);
  }

  private Resolution resolution() {
    state
        .dirty()
        .forEach((device, dirty) -> {
          Span.joined(hours).forEach(span -> avoid(device, dirty.subSet(span.start(), span.end())));
          for (var span : Span.joined(days)) {
            var within = dirty.subSet(span.start(), true, span.end(), false);
            var day = within.isEmpty() ? null : within.getFirst().truncatedTo(ChronoUnit.DAYS);
            while (day != null) {
              var next = day.plus(DAY);
              withoutDays.add(new DeviceSpan(device, new Span(day, next)));
              unpack(device, day, next, dirty);
              var following = within.ceiling(next);
              day = following == null ? null : following.truncatedTo(ChronoUnit.DAYS);
            }
          }
        });
    return new Resolution(
        new Part(Span.joined(days), List.of(), withoutDays),
        new Part(Span.joined(hours), ownHours, withoutHours),
        new Part(Span.joined(raw), ownRaw, List.of()));
  }

  /** Reads a device's dirty hours among hourly cells from its messages. */
  private void avoid(UUID device, Iterable<Instant> dirtyHours) {
    for (var hour : dirtyHours) {
      var span = new Span(hour, hour.plus(HOUR));
      withoutHours.add(new DeviceSpan(device, span));
      ownRaw.add(new DeviceSpan(device, span));
    }
  }

  /** Reads a device's day hour by hour, the dirty ones from its messages. */
  private void unpack(UUID device, Instant day, Instant next, NavigableSet<Instant> dirty) {
    var clean = day;
    for (var hour : dirty.subSet(day, next)) {
      if (clean.isBefore(hour)) {
        ownHours.add(new DeviceSpan(device, new Span(clean, hour)));
      }
      clean = hour.plus(HOUR);
      ownRaw.add(new DeviceSpan(device, new Span(hour, clean)));
    }
    if (clean.isBefore(next)) {
      ownHours.add(new DeviceSpan(device, new Span(clean, next)));
    }
  }

  private static void add(List<Span> spans, Instant start, Instant end) {
    if (start.isBefore(end)) {
      spans.add(new Span(start, end));
    }
  }

  private static Instant roundedUp(Instant instant, ChronoUnit unit) {
    var down = instant.truncatedTo(unit);
    return down.equals(instant) ? down : down.plus(unit.getDuration());
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}

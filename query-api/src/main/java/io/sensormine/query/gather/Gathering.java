package io.sensormine.query.gather;

import io.sensormine.query.bucket.Buckets;
import io.sensormine.query.resolution.Span;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * What is gathered.
 *
 * @param devices each once
 * @param groups the groups of the device of the same index
 * @param names paths of fields, each once
 * @param buckets that cover the range
 */
public record Gathering(
    List<UUID> devices, List<int[]> groups, List<String> names, Buckets buckets, Span range) {
  public Gathering {
    devices = List.copyOf(devices);
    groups = List.copyOf(groups);
    names = List.copyOf(names);
  }

  /** Whether the devices are of several groups. */
  boolean grouped() {
    return groups.stream().anyMatch(of -> of.length != 1 || of[0] != 0);
  }

  /** Whether no two devices are of one group. */
  boolean apart() {
    var members = groups.stream().flatMapToInt(IntStream::of);
    return members.distinct().count() == groups.stream().mapToInt(of -> of.length).sum();
  }

  /** Whether there are several names. */
  boolean named() {
    return names.size() > 1;
  }

  /**
   * When each bucket starts. The first may lie before what the database can tell; nothing earlier
   * than the range is read.
   */
  Object[] edges() {
    return buckets.starts().stream().map(start -> later(start, range.start()).toString()).toArray();
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}

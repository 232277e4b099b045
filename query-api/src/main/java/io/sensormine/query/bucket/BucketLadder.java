package io.sensormine.query.bucket;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The sizes to choose from where the client leaves the choice to us, the shortest first. */
public final class BucketLadder {
  private static final List<BucketSize> SIZES =
      Stream.of(
              "1s", "2s", "5s", "10s", "15s", "30s", "1m", "2m", "5m", "10m", "15m", "30m", "1h",
              "2h", "3h", "6h", "12h", "1d", "2d", "1w", "2w", "1mo", "1q", "1y", "2y", "5y", "10y",
              "20y", "50y", "100y", "200y", "500y", "1000y")
          .map(text -> BucketSize.parse(text).orElseThrow())
          .toList();

  private BucketLadder() {}

  /** The shortest buckets of which at most {@code max} cover the range; empty where none do. */
  public static Optional<Buckets> choose(Instant from, Instant to, ZoneId zone, int max) {
    return SIZES.stream()
        .flatMap(size -> Buckets.covering(size, from, to, zone, max).stream())
        .findFirst();
  }
}

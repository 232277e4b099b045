package io.sensormine.kit.rate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BucketsTest {
  private final AtomicLong nanos = new AtomicLong();
  private final TimeMeter time =
      new TimeMeter() {
        @Override
        public long currentTimeNanos() {
          return nanos.get();
        }

        @Override
        public boolean isWallClockBased() {
          return false;
        }
      };

  @Test
  void bearsABurstAndThenTheRate() {
    var buckets = new Buckets<String>(new Rate(2, 3), 10, time);
    for (var i = 0; i < 3; i++) {
      assertThat(buckets.take("a")).isZero();
    }
    assertThat(buckets.take("a")).isEqualTo(Duration.ofMillis(500));
    nanos.addAndGet(Duration.ofMillis(499).toNanos());
    assertThat(buckets.take("a")).isEqualTo(Duration.ofMillis(1));
    nanos.addAndGet(Duration.ofMillis(1).toNanos());
    assertThat(buckets.take("a")).isZero();
    assertThat(buckets.take("a")).isPositive();
  }

  @Test
  void countsEachKeyForItself() {
    var buckets = new Buckets<String>(new Rate(1, 1), 10, time);
    assertThat(buckets.take("a")).isZero();
    assertThat(buckets.take("a")).isPositive();
    assertThat(buckets.take("b")).isZero();
  }

  @Test
  void looksWithoutTaking() {
    var buckets = new Buckets<String>(new Rate(1, 1), 10, time);
    assertThat(buckets.untilNext("a")).isZero();
    assertThat(buckets.untilNext("a")).isZero();
    buckets.take("a");
    assertThat(buckets.untilNext("a")).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void boundsNothingAtARateOfZero() {
    var buckets = new Buckets<String>(new Rate(0, 1), 10, time);
    for (var i = 0; i < 1_000; i++) {
      assertThat(buckets.take("a")).isZero();
    }
  }
}

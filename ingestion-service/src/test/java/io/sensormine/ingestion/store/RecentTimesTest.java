package io.sensormine.ingestion.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.ingestion.message.FlatFields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RecentTimesTest {
  private static final UUID TENANT = UUID.randomUUID();
  private static final UUID DEVICE = UUID.randomUUID();
  private static final int REMEMBERED = 8;

  private final RecentTimes recent = new RecentTimes(1_000);

  private static TelemetryRecord at(UUID device, long second) {
    return new TelemetryRecord(
        TENANT,
        device,
        Instant.ofEpochSecond(second),
        UUID.randomUUID(),
        FlatFields.of(Map.of()),
        Instant.EPOCH);
  }

  private boolean isNew(long second) {
    return recent.isNew(at(DEVICE, second));
  }

  private void store(long... seconds) {
    recent.stored(LongStream.of(seconds).mapToObj(second -> at(DEVICE, second)).toList());
  }

  @Test
  void takesNothingOfAnUnknownDeviceForNew() {
    assertThat(isNew(1)).isFalse();
    store(1);
    assertThat(recent.isNew(at(UUID.randomUUID(), 2))).isFalse();
  }

  @Test
  void takesForNewWhatIsLaterThanWhatItKnowsAndNotKnown() {
    store(10, 30);
    assertThat(List.of(isNew(9), isNew(10), isNew(30))).containsOnly(false);
    assertThat(List.of(isNew(20), isNew(31))).containsOnly(true);
    store(20);
    assertThat(isNew(20)).isFalse();
  }

  @Test
  void learnsNothingOfWhatIsBeforeAllItKnows() {
    store(10, 5);
    assertThat(isNew(7)).isFalse();
  }

  /** Against a set of all that was stored: in any order nothing stored is taken for new. */
  @Test
  void neverTakesForNewWhatItWasToldOf() {
    var random = new Random(20_261_130);
    for (int sequence = 0; sequence < 200; sequence++) {
      var device = UUID.randomUUID();
      var stored = new TreeSet<Long>();
      long first = -1;
      var news = new ArrayList<Long>();
      for (int step = 0; step < 40; step++) {
        long next = random.nextInt(step == 0 ? 10 : 60);
        if (recent.isNew(at(device, next))) {
          assertThat(stored).doesNotContain(next);
          news.add(next);
        } else if (!stored.contains(next)) {
          var latest = stored.descendingSet().stream().limit(REMEMBERED).toList();
          assertThat(latest.isEmpty() || next < Math.max(first, latest.getLast()))
              .as("%s, then %s", stored, next)
              .isTrue();
        }
        first = first < 0 ? next : first;
        stored.add(next);
        recent.stored(List.of(at(device, next)));
      }
      assertThat(news).isNotEmpty();
    }
  }
}

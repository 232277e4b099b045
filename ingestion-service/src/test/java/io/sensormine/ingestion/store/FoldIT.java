package io.sensormine.ingestion.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.ingestion.message.FlatFields;
import io.sensormine.ingestion.testing.Ingestion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Messages of one instant that come together leave what they leave one by one. */
class FoldIT {
  private static final int SEQUENCES = 100;
  private static final long SEED = 20_261_130;
  private static final UUID TENANT = UUID.randomUUID();
  private static final UUID ONE = new UUID(3, 1);
  private static final UUID TWO = new UUID(3, 2);

  private static Ingestion ingestion;
  private static TelemetryStore store;

  /** What a message says, of whichever device. */
  private record Said(UUID version, Map<String, Object> fields) {
    private TelemetryRecord of(UUID device) {
      return new TelemetryRecord(
          TENANT, device, Instant.EPOCH, version, FlatFields.of(fields), Instant.now());
    }
  }

  @BeforeAll
  static void start() {
    ingestion = Ingestion.start(Map.of());
    store = ingestion.service().bean(TelemetryStore.class);
  }

  @AfterAll
  static void stop() {
    ingestion.close();
  }

  private static List<Outcome> together(UUID device, List<Said> sequence) {
    return Groups.write(store, sequence.stream().map(said -> said.of(device)).toList());
  }

  private static void oneByOne(UUID device, List<Said> sequence) {
    sequence.forEach(said -> Groups.write(store, List.of(said.of(device))));
  }

  private static Said any(Random random) {
    var fields = new HashMap<String, Object>();
    for (var path : List.of("a", "b", "c")) {
      if (random.nextBoolean()) {
        fields.put(path, (long) random.nextInt(2));
      }
    }
    return new Said(random.nextBoolean() ? ONE : TWO, fields);
  }

  private static List<Said> sequence(Random random, int most) {
    return random.ints(random.nextInt(most + 1), 0, 1).mapToObj(_ -> any(random)).toList();
  }

  @Test
  void leavesWhatTheMessagesLeaveOneByOne() {
    var random = new Random(SEED);
    var wrong = new ArrayList<String>();
    for (int at = 0; at < SEQUENCES; at++) {
      var stored = sequence(random, 2);
      var sequence = new ArrayList<>(sequence(random, 4));
      sequence.add(any(random));
      var folded = UUID.randomUUID();
      var apart = UUID.randomUUID();
      oneByOne(folded, stored);
      oneByOne(apart, stored);
      together(folded, sequence);
      oneByOne(apart, sequence);
      if (!ingestion.rows(folded).equals(ingestion.rows(apart))) {
        wrong.add(stored + " then " + sequence + " is " + ingestion.rows(folded));
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void tellsOfARowThatAnotherVersionTookAndGaveBack() {
    var device = UUID.randomUUID();
    var there = new Said(ONE, Map.of("a", 1L));
    var between = new Said(TWO, Map.of("b", 2L));
    var last = new Said(ONE, Map.of("c", 3L));
    assertThat(together(device, List.of(between, there)))
        .containsExactly(Outcome.DUPLICATE, Outcome.INSERTED);
    assertThat(together(device, List.of(between, last)))
        .containsExactly(Outcome.DUPLICATE, Outcome.MERGED);
    assertThat(ingestion.rows(device)).containsExactly("{\"c\": 3} | " + ONE);
  }
}

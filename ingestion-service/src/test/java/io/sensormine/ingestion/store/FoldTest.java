package io.sensormine.ingestion.store;

import static io.sensormine.ingestion.store.Outcome.DUPLICATE;
import static io.sensormine.ingestion.store.Outcome.INSERTED;
import static io.sensormine.ingestion.store.Outcome.MERGED;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.list;

import io.sensormine.ingestion.message.FlatFields;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FoldTest {
  private static final UUID TENANT = new UUID(1, 1);
  private static final UUID DEVICE = new UUID(2, 2);
  private static final UUID ONE = new UUID(3, 1);
  private static final UUID TWO = new UUID(3, 2);

  private static TelemetryRecord record(long time, UUID version, Map<String, Object> fields) {
    return new TelemetryRecord(
        TENANT, DEVICE, Instant.ofEpochSecond(time), version, FlatFields.of(fields), Instant.EPOCH);
  }

  private static Fold fold(List<TelemetryRecord> records) {
    var fold = new Fold();
    assertThat(fold.tryAdd(records)).isTrue();
    return fold;
  }

  private static Fold.Key key(long time) {
    return new Fold.Key(DEVICE, Instant.ofEpochSecond(time));
  }

  @Test
  void mergesTheFieldsOfOneVersionAndLetsTheLastWin() {
    var fold =
        fold(
            List.of(
                record(1, ONE, Map.of("a", 1L, "b", 1L)),
                record(2, ONE, Map.of("a", 5L)),
                record(1, ONE, Map.of("b", 2L))));
    assertThat(fold.upserts())
        .singleElement(as(list(TelemetryRecord.class)))
        .extracting(row -> row.fields().values())
        .containsExactly(Map.of("a", 1L, "b", 2L), Map.of("a", 5L));
    assertThat(fold.outcomes(Map.of(key(1), true, key(2), false)))
        .containsExactly(INSERTED, MERGED, INSERTED);
  }

  @Test
  void countsWhatALaterMessageHidesAsDuplicate() {
    var fold =
        fold(
            List.of(
                record(1, ONE, Map.of("a", 1L)),
                record(1, ONE, Map.of("a", 2L, "b", 1L)),
                record(1, ONE, Map.of("a", 3L))));
    assertThat(fold.upserts())
        .singleElement(as(list(TelemetryRecord.class)))
        .extracting(row -> row.fields().values())
        .containsExactly(Map.of("a", 3L, "b", 1L));
    assertThat(fold.outcomes(Map.of(key(1), false))).containsExactly(DUPLICATE, MERGED, MERGED);
  }

  @Test
  void letsAnotherVersionTakeTheRowsPlace() {
    var fold = fold(List.of(record(1, ONE, Map.of("a", 1L)), record(1, TWO, Map.of("b", 2L))));
    assertThat(fold.upserts())
        .extracting(rows -> rows.getFirst().fields().values())
        .containsExactly(Map.of("a", 1L), Map.of("b", 2L));
    assertThat(fold.outcomes(Map.of(key(1), true))).containsExactly(DUPLICATE, INSERTED);
  }

  @Test
  void takesARowThatStayedAsItWasForADuplicate() {
    var fold = fold(List.of(record(1, ONE, Map.of("a", 1L)), record(2, ONE, Map.of())));
    assertThat(fold.outcomes(Map.of())).containsExactly(DUPLICATE, DUPLICATE);
  }
}

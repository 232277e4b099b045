package io.sensormine.ingestion.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sensormine.ingestion.message.FlatFields;
import io.sensormine.ingestion.message.IngestionLimits;
import io.sensormine.ingestion.store.Batch;
import io.sensormine.ingestion.store.Group;
import io.sensormine.ingestion.store.Outcome;
import io.sensormine.ingestion.store.Protocol;
import io.sensormine.ingestion.store.TelemetryRecord;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class GroupWriteTest {
  private static final UUID TENANT = new UUID(1, 1);
  private static final IngestionLimits LIMITS =
      new IngestionLimits(
          1 << 20, 100, 32, 1 << 20, 100, 64, 256, Duration.ofHours(24), 1 << 16, 100);
  private static final Duration MOMENT = Duration.ofMillis(1);

  private final GroupWrite write =
      new GroupWrite(
          new WriterSettings(
              1, 1, 1, 10, 1_024, MOMENT, 100, 10_000, 50, MOMENT, MOMENT, Duration.ofHours(1), 10),
          LIMITS,
          new SimpleMeterRegistry());
  private final List<String> told = new ArrayList<>();

  private static Batch batch(String sender, Map<String, Object> fields) {
    var device = new UUID(2, sender.hashCode());
    return new Batch(
        TENANT,
        sender,
        Protocol.HTTP,
        List.of(
            new TelemetryRecord(
                TENANT,
                device,
                Instant.EPOCH,
                new UUID(0, 0),
                FlatFields.of(fields),
                Instant.EPOCH)),
        List.of());
  }

  private static Group group(Batch... batches) {
    var group = new Group(UUID.randomUUID());
    for (var batch : batches) {
      assertThat(group.tryAdd(batch)).isTrue();
    }
    return group;
  }

  private static List<List<Outcome>> inserted(Group group) {
    return group.batches().stream()
        .map(batch -> batch.records().stream().map(_ -> Outcome.INSERTED).toList())
        .toList();
  }

  private void write(Group group, GroupWrite.Transaction transaction) throws Exception {
    write.write(group, transaction, (batch, outcomes) -> told.add(batch.sender() + outcomes));
  }

  private static boolean holds(Group group, String field) {
    return group.batches().stream()
        .flatMap(batch -> batch.records().stream())
        .anyMatch(record -> record.fields().values().containsKey(field));
  }

  @Test
  void tellsEachOfItsOwnThoughAnotherIsNotTaken() throws Exception {
    write(
        group(batch("a", Map.of("t", 1L)), batch("b", Map.of("bad", 1L)), batch("c", Map.of())),
        group -> {
          if (holds(group, "bad")) {
            throw new SQLException("not this", "23514");
          }
          return inserted(group);
        });
    assertThat(told).hasSize(3);
    assertThat(told.get(0)).startsWith("a[Inserted");
    assertThat(told.get(1)).startsWith("b[Refused");
    assertThat(told.get(2)).startsWith("c[Inserted");
  }

  @Test
  void writesApartWhatIsTooMuchForOneStatement() throws Exception {
    write(
        group(batch("a", Map.of("t", 1L)), batch("b", Map.of("t", 1L))),
        group -> {
          if (group.batches().size() > 1) {
            throw new SQLException("temp_file_limit", "53400");
          }
          return inserted(group);
        });
    assertThat(told).hasSize(2);
    assertThat(told.get(0)).startsWith("a[Inserted");
    assertThat(told.get(1)).startsWith("b[Inserted");
  }

  @Test
  void tellsWhatIsCommittedBeforeTheDatabaseGoesAway() {
    assertThatThrownBy(() ->
            write(
                group(batch("a", Map.of("t", 1L)), batch("b", Map.of("away", 1L))),
                group -> {
                  if (group.batches().size() > 1) {
                    throw new SQLException("too long", "57014");
                  }
                  if (holds(group, "away")) {
                    throw new SQLException("gone", "08006");
                  }
                  return inserted(group);
                }))
        .hasMessage("gone");
    assertThat(told).hasSize(1);
    assertThat(told.getFirst()).startsWith("a[Inserted");
  }

  @Test
  void triesAgainWhatGaveWay() throws Exception {
    var attempts = new ArrayList<Group>();
    write(
        group(batch("a", Map.of("t", 1L))),
        group -> {
          attempts.add(group);
          if (attempts.size() == 1) {
            throw new SQLException("deadlock", "40P01");
          }
          return inserted(group);
        });
    assertThat(attempts).hasSize(2);
    assertThat(attempts.get(0)).isSameAs(attempts.get(1));
  }

  @Test
  void makesNoDeadLetterOfAMessageThatTookTooLong() {
    assertThatThrownBy(() ->
            write(
                group(batch("a", Map.of("t", 1L))),
                group -> {
                  throw new SQLException("too long", "57014");
                }))
        .hasMessage("too long");
    assertThat(told).isEmpty();
  }
}

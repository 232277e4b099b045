package io.sensormine.ingestion.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RoomTest {
  private static final UUID ONE = new UUID(1, 1);
  private static final UUID OTHER = new UUID(1, 2);
  private static final UUID THIRD = new UUID(1, 3);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Room room =
      new Room(
          new WriterSettings(
              1,
              1,
              1,
              10,
              1_024,
              SECOND,
              100,
              10_000,
              50,
              SECOND,
              SECOND,
              Duration.ofHours(1),
              10));

  private static Room.Space rows(UUID tenant, int rows) {
    return new Room.Space(tenant, rows, rows);
  }

  private void take(Room.Space space) throws InterruptedException {
    room.take(space, Duration.ZERO);
  }

  private static ProblemType refusal(Throwable refused) {
    return ((ProblemException) refused).type();
  }

  @Test
  void keepsATenantToItsShareAndAllToTheWhole() throws InterruptedException {
    take(rows(ONE, 50));
    assertThatThrownBy(() -> take(rows(ONE, 1)))
        .extracting(RoomTest::refusal)
        .isEqualTo(ProblemType.TOO_MANY_REQUESTS);
    take(rows(OTHER, 50));
    assertThatThrownBy(() -> take(rows(THIRD, 1)))
        .extracting(RoomTest::refusal)
        .isEqualTo(ProblemType.OVERLOADED);
    room.free(rows(OTHER, 50));
    take(rows(THIRD, 50));
    assertThat(room.rows()).isEqualTo(100);
  }

  @Test
  void boundsBytesToo() throws InterruptedException {
    take(new Room.Space(ONE, 1, 5_000));
    assertThatThrownBy(() -> take(new Room.Space(ONE, 1, 1))).isInstanceOf(ProblemException.class);
  }

  @Test
  void letsInWhatIsLargerThanAllWhereNothingElseWaits() throws InterruptedException {
    take(rows(ONE, 1_000));
    room.free(rows(ONE, 1_000));
    assertThat(room.rows()).isZero();
  }

  @Test
  void waitsForRoomWhereThereIsPatience() throws Exception {
    take(rows(ONE, 50));
    var waiting =
        CompletableFuture.runAsync(() -> {
          try {
            room.take(rows(ONE, 1), Duration.ofSeconds(30));
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    room.free(rows(ONE, 50));
    waiting.get(20, TimeUnit.SECONDS);
    assertThat(room.rows()).isEqualTo(1);
  }
}

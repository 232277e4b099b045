package io.sensormine.device.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PendingUsesTest {
  private static final UUID LOW = UUID.fromString("01000000-0000-7000-8000-000000000000");
  // negative where a UUID is compared as Java does
  private static final UUID HIGH = UUID.fromString("f1000000-0000-7000-8000-000000000000");
  private static final Instant EARLY = Instant.parse("2026-01-31T09:15:00Z");
  private static final Instant LATE = EARLY.plusSeconds(30);

  private final PendingUses pending = new PendingUses(2);

  private static CredentialUse once(UUID id, Instant at) {
    return new CredentialUse(id, at, at);
  }

  @Test
  void keepsTheFirstAndTheLastUseOfEachWhateverTheOrder() {
    pending.add(once(HIGH, LATE));
    pending.add(once(HIGH, EARLY));
    pending.add(once(LOW, LATE));
    assertThat(pending.takeAll())
        .containsExactly(once(LOW, LATE), new CredentialUse(HIGH, EARLY, LATE));
    assertThat(pending.takeAll()).isEmpty();
  }

  @Test
  void takesNoFurtherCredentialWhereItIsFull() {
    assertThat(pending.add(once(LOW, EARLY))).isTrue();
    assertThat(pending.add(once(HIGH, EARLY))).isTrue();
    assertThat(pending.add(once(UUID.randomUUID(), EARLY))).isFalse();
    assertThat(pending.add(once(HIGH, LATE))).isTrue();
    assertThat(pending.takeAll())
        .containsExactly(once(LOW, EARLY), new CredentialUse(HIGH, EARLY, LATE));
  }

  @Test
  void takesBackWhatCouldNotBeWrittenAsFarAsThereIsRoom() {
    pending.add(once(LOW, EARLY));
    pending.add(once(HIGH, EARLY));
    var taken = pending.takeAll();
    pending.add(once(HIGH, LATE));
    pending.add(once(UUID.randomUUID(), LATE));
    assertThat(pending.addAll(taken)).isEqualTo(1);
    assertThat(pending.takeAll()).contains(new CredentialUse(HIGH, EARLY, LATE)).hasSize(2);
    assertThat(pending.addAll(List.of())).isZero();
  }
}

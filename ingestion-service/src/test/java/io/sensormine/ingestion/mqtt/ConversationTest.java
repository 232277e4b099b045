package io.sensormine.ingestion.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What becomes of a client's publishes until they are answered. */
class ConversationTest {
  private static final int RECEIVE_MAXIMUM = 8;
  private static final int MAX_IN_FLIGHT = 10;
  private static final int TENANT_SHARE = 80;
  private static final int MAX_OF_TENANT = 8;
  private static final Acknowledgement STORED = Acknowledgement.of(List.of(), List.of());

  private final InFlight inFlight = new InFlight(settings(), new SimpleMeterRegistry());
  private final Queue<Runnable> work = new ArrayDeque<>();
  private final List<List<Integer>> delivered = new ArrayList<>();
  private final RecordingLine line = new RecordingLine(true);
  private Duration patience = Duration.ofHours(1);

  /** A connection that notes what it is told. */
  private static final class RecordingLine implements Line {
    private final boolean tells;
    private final List<Integer> acknowledged = new ArrayList<>();
    private final List<Ending> endings = new ArrayList<>();
    private boolean reads = true;

    private RecordingLine(boolean tells) {
      this.tells = tells;
    }

    @Override
    public void acknowledge(List<Incoming> publishes, List<Acknowledgement> acknowledgements) {
      publishes.forEach(publish -> acknowledged.add(publish.packetId()));
    }

    @Override
    public void end(Ending ending) {
      endings.add(ending);
    }

    @Override
    public void read(boolean isToRead) {
      reads = isToRead;
    }

    @Override
    public boolean tellsReasons() {
      return tells;
    }
  }

  private static MqttSettings settings() {
    var hour = Duration.ofHours(1);
    return new MqttSettings(
        true,
        1,
        1,
        1,
        1_024,
        RECEIVE_MAXIMUM,
        MAX_IN_FLIGHT,
        1 << 20,
        TENANT_SHARE,
        1,
        1,
        1,
        hour,
        hour,
        hour);
  }

  private Conversation conversation(Line to, Queue<Delivery.Outcome> outcomes) {
    return conversation(UUID.randomUUID(), to, outcomes);
  }

  private Conversation conversation(UUID tenant, Line to, Queue<Delivery.Outcome> outcomes) {
    return new Conversation(
        to,
        publishes -> {
          delivered.add(publishes.stream().map(Incoming::packetId).toList());
          var outcome = outcomes.poll();
          return outcome == null ? done(publishes.size()) : outcome;
        },
        inFlight.of(tenant),
        work::add,
        RECEIVE_MAXIMUM,
        patience);
  }

  private static Delivery.Outcome done(int publishes) {
    return new Delivery.Outcome.Done(java.util.Collections.nCopies(publishes, STORED));
  }

  private static Incoming publish(int packetId) {
    return new Incoming("topic", new byte[] {1}, packetId, Instant.EPOCH);
  }

  private void work() {
    while (!work.isEmpty()) {
      work.remove().run();
    }
  }

  @Test
  void deliversTogetherAndInOrderWhatGathered() {
    var conversation = conversation(line, new ArrayDeque<>());
    conversation.add(publish(1));
    conversation.add(publish(2));
    conversation.add(publish(3));
    assertThat(work).as("one thread at a time").hasSize(1);
    work();
    assertThat(delivered).containsExactly(List.of(1, 2, 3));
    assertThat(line.acknowledged).containsExactly(1, 2, 3);
    assertThat(inFlight.isEmpty()).isTrue();
  }

  @Test
  void readsNoMoreThanMayBeUnanswered() {
    var conversation = conversation(line, new ArrayDeque<>());
    for (int id = 1; id < RECEIVE_MAXIMUM; id++) {
      conversation.add(publish(id));
    }
    assertThat(line.reads).isTrue();
    conversation.add(publish(RECEIVE_MAXIMUM));
    assertThat(line.reads).isFalse();
    work();
    assertThat(line.reads).isTrue();
  }

  @Test
  void readsNoMoreOfAnybodyThanMayBeInFlight() {
    var other = new RecordingLine(true);
    var conversation = conversation(line, new ArrayDeque<>());
    for (int id = 1; id < RECEIVE_MAXIMUM; id++) {
      conversation.add(publish(id));
    }
    var second = conversation(other, new ArrayDeque<>());
    for (int id = RECEIVE_MAXIMUM; id <= MAX_IN_FLIGHT; id++) {
      second.add(publish(id));
    }
    assertThat(other.reads).isFalse();
    work.remove().run();
    assertThat(other.reads).as("there is room again").isTrue();
    work();
    assertThat(inFlight.isEmpty()).isTrue();
  }

  @Test
  void readsNoMoreOfATenantThanItsShare() {
    var tenant = UUID.randomUUID();
    var conversation = conversation(tenant, line, new ArrayDeque<>());
    for (int id = 1; id < MAX_OF_TENANT; id++) {
      conversation.add(publish(id));
    }
    assertThat(line.reads).isTrue();
    var sibling = new RecordingLine(true);
    conversation(tenant, sibling, new ArrayDeque<>()).add(publish(MAX_OF_TENANT));
    assertThat(sibling.reads).isFalse();
    var stranger = new RecordingLine(true);
    conversation(stranger, new ArrayDeque<>()).add(publish(MAX_OF_TENANT + 1));
    assertThat(stranger.reads).as("another tenant has room").isTrue();
    work.remove().run();
    assertThat(sibling.reads).as("there is room again").isTrue();
    work();
    assertThat(inFlight.isEmpty()).isTrue();
  }

  @Test
  void readsNothingOfANewConnectionBeforeThereIsRoom() {
    var tenant = UUID.randomUUID();
    var conversation = conversation(tenant, line, new ArrayDeque<>());
    for (int id = 1; id <= MAX_OF_TENANT; id++) {
      conversation.add(publish(id));
    }
    var later = new RecordingLine(true);
    conversation(tenant, later, new ArrayDeque<>()).begin();
    assertThat(later.reads).isFalse();
    work();
    assertThat(later.reads).isTrue();
  }

  @Test
  void givesBackWhatAnErrorLeaves() {
    var conversation =
        new Conversation(
            line,
            _ -> {
              throw new StackOverflowError("deep");
            },
            inFlight.of(UUID.randomUUID()),
            work::add,
            RECEIVE_MAXIMUM,
            patience);
    conversation.add(publish(1));
    conversation.add(publish(2));
    work();
    assertThat(line.endings).containsExactly(Ending.failed());
    assertThat(inFlight.isEmpty()).isTrue();
  }

  @Test
  void triesAgainWhereThereIsNoRoom() {
    var outcomes =
        new ArrayDeque<Delivery.Outcome>(List.of(new Delivery.Outcome.Full(Duration.ofMillis(1))));
    var conversation = conversation(line, outcomes);
    conversation.add(publish(1));
    conversation.add(publish(2));
    work();
    assertThat(delivered).containsExactly(List.of(1, 2), List.of(1, 2));
    assertThat(line.acknowledged).containsExactly(1, 2);
    assertThat(line.endings).isEmpty();
  }

  private static Delivery.Outcome hindered() {
    return new Delivery.Outcome.Hindered(Duration.ofMillis(1), Ending.away("held up"));
  }

  @Test
  void triesAgainWhatIsHindered() {
    var conversation =
        conversation(line, new ArrayDeque<>(List.of(hindered(), hindered(), hindered())));
    conversation.add(publish(1));
    conversation.add(publish(2));
    work();
    assertThat(delivered).hasSize(4).containsOnly(List.of(1, 2));
    assertThat(line.acknowledged).containsExactly(1, 2);
    assertThat(line.endings).isEmpty();
    assertThat(inFlight.isEmpty()).isTrue();
  }

  @Test
  void endsWhereWhatIsHinderedStaysSo() {
    patience = Duration.ZERO;
    var conversation = conversation(line, new ArrayDeque<>(List.of(hindered())));
    conversation.add(publish(1));
    conversation.add(publish(2));
    work();
    assertThat(delivered).containsExactly(List.of(1, 2));
    assertThat(line.acknowledged).isEmpty();
    assertThat(line.endings).containsExactly(Ending.away("held up"));
    assertThat(inFlight.isEmpty()).isTrue();
  }

  @Test
  void triesOnlyTheRestAgainWhereTheFirstIsCommitted() {
    var full = new Delivery.Outcome.Full(Duration.ofMillis(1));
    var outcomes =
        new ArrayDeque<Delivery.Outcome>(
            List.of(new Delivery.Outcome.Begun(List.of(STORED), full)));
    var conversation = conversation(line, outcomes);
    conversation.add(publish(1));
    conversation.add(publish(2));
    work();
    assertThat(delivered).containsExactly(List.of(1, 2), List.of(2));
    assertThat(line.acknowledged).containsExactly(1, 2);
    assertThat(inFlight.isEmpty()).isTrue();
  }

  @Test
  void acknowledgesWhatIsCommittedBeforeItEnds() {
    var over = new Delivery.Outcome.Over(Ending.failed());
    var conversation =
        conversation(
            line, new ArrayDeque<>(List.of(new Delivery.Outcome.Begun(List.of(STORED), over))));
    conversation.add(publish(1));
    conversation.add(publish(2));
    work();
    assertThat(line.acknowledged).containsExactly(1);
    assertThat(line.endings).containsExactly(Ending.failed());
    assertThat(inFlight.isEmpty()).isTrue();
  }

  @Test
  void acknowledgesNothingWhereItHasToEnd() {
    var outcomes =
        new ArrayDeque<Delivery.Outcome>(
            List.of(new Delivery.Outcome.Over(Ending.away("the database is away"))));
    var conversation = conversation(line, outcomes);
    conversation.add(publish(1));
    conversation.add(publish(2));
    work();
    conversation.add(publish(3));
    work();
    assertThat(delivered).containsExactly(List.of(1, 2));
    assertThat(line.acknowledged).isEmpty();
    assertThat(line.endings).containsExactly(Ending.away("the database is away"));
    assertThat(inFlight.isEmpty()).isTrue();
  }

  @Test
  void cutsOffWhoCannotBeToldThatATopicIsNotTheirs() {
    var refused = Acknowledgement.notAuthorized("not this topic");
    var outcome = new Delivery.Outcome.Done(List.of(STORED, refused, STORED));
    var old = new RecordingLine(false);
    for (var to : List.of(line, old)) {
      var conversation = conversation(to, new ArrayDeque<>(List.of(outcome)));
      conversation.add(publish(1));
      conversation.add(publish(2));
      conversation.add(publish(3));
      work();
    }
    assertThat(line.acknowledged).containsExactly(1, 2, 3);
    assertThat(line.endings).isEmpty();
    assertThat(old.acknowledged).containsExactly(1);
    assertThat(old.endings).hasSize(1);
    assertThat(inFlight.isEmpty()).isTrue();
  }
}

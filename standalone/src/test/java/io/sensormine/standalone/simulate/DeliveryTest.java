package io.sensormine.standalone.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sensormine.standalone.simulate.generate.MessageMaker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class DeliveryTest {
  private static final Path SCHEMA = Path.of("../examples/schemas/tank-level.json");

  private final Tally tally = new Tally();
  private final CountDownLatch stop = new CountDownLatch(1);

  @Test
  void sendsAgainWhatWasHeldBackOrNotAnswered() throws IOException {
    deliver(
        new Reply.HeldBack(Duration.ofMillis(1), "status 429"),
        new Reply.Answered(0, ""),
        new Reply.HeldBack(Duration.ofMillis(1), "status 503"),
        new Reply.Answered(0, ""));
    assertThat(tally.counts()).isEqualTo(new Tally.Counts(2, 2, 0, 0, 0, 2, 0, 0));
    assertThat(tally.counts().good()).isTrue();
  }

  @Test
  void tellsOfWhatWasRefusedAndShouldNotHaveBeen() throws IOException {
    deliver(new Reply.Answered(1, "schema-violation: no"), new Reply.Answered(0, ""));
    assertThat(tally.counts()).isEqualTo(new Tally.Counts(2, 1, 1, 1, 0, 0, 0, 0));
    assertThat(tally.counts().good()).isFalse();
    assertThat(tally.trouble()).isEqualTo("schema-violation: no");
  }

  @Test
  void measuresFromWhenAMessageWasDue() throws IOException {
    var feed = feed(System.nanoTime() - Duration.ofSeconds(1).toNanos());
    new Delivery(feed, parcel -> new Reply.Answered(0, ""), tally, stop).run();
    assertThat(tally.all().getTotalCount()).isEqualTo(2);
    assertThat(tally.all().getMinValue()).isGreaterThan(900_000);
  }

  @Test
  void beginsNothingMoreWhenItIsStopped() throws IOException {
    stop.countDown();
    var feed = feed(System.nanoTime() + Duration.ofMinutes(1).toNanos());
    new Delivery(feed, parcel -> new Reply.NoAnswer("never asked"), tally, stop).run();
    assertThat(tally.counts().sent()).isZero();
  }

  @Test
  void withdrawsWhatWaitsWhenItIsStopped() throws IOException {
    var sender =
        (Sender)
            parcel -> {
              stop.countDown();
              return new Reply.HeldBack(Duration.ofMinutes(1), "status 503");
            };
    new Delivery(feed(System.nanoTime()), sender, tally, stop).run();
    assertThat(tally.counts()).isEqualTo(new Tally.Counts(1, 0, 0, 0, 0, 1, 1, 0));
    assertThat(tally.counts().good()).isTrue();
  }

  private void deliver(Reply... replies) throws IOException {
    Queue<Reply> left = new ArrayDeque<>(List.of(replies));
    new Delivery(feed(System.nanoTime()), parcel -> left.remove(), tally, stop).run();
    assertThat(left).isEmpty();
  }

  /** Two messages, a millisecond apart. */
  private static Feed feed(long startNanos) throws IOException {
    var plan = new SimulationPlan(1, 1_000, Way.HTTP, SCHEMA, Duration.ofMillis(2), 1, 1, 1, 0);
    var definition = JsonMapper.builder().build().readTree(SCHEMA.toFile());
    return new Feed(plan, MessageMaker.by(definition), startNanos, Instant.EPOCH);
  }
}

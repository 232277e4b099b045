package io.sensormine.kit.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A clock that stands still makes each wait as long as it is said to be. */
class SlowSenderTest {
  private static final String HEAD = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n";

  private final AtomicInteger givenUp = new AtomicInteger();
  private EmbeddedChannel connection;

  @BeforeEach
  void connect() {
    var patience = new Patience(Duration.ofSeconds(10), Duration.ofSeconds(5), 100);
    var sender = new SlowSender(patience, givenUp::incrementAndGet);
    connection = new EmbeddedChannel();
    connection.config().setAutoRead(false);
    connection.freezeTime();
    connection.pipeline().addLast(sender, new HttpServerCodec(), new RequestBounds(sender));
    connection.read();
  }

  @AfterEach
  void disconnect() {
    connection.finishAndReleaseAll();
  }

  @Test
  void givesUpAHeadThatDripsIn() {
    for (var i = 0; i < 9; i++) {
      after(1, "G");
      assertThat(connection.isOpen()).isTrue();
    }
    pass(1);
    assertThat(connection.isOpen()).isFalse();
    assertThat(givenUp).hasValue(1);
  }

  @Test
  void givesUpAConnectionThatSaysNothing() {
    pass(9);
    assertThat(connection.isOpen()).isTrue();
    pass(1);
    assertThat(connection.isOpen()).isFalse();
  }

  @Test
  void givesUpABodyThatDripsIn() {
    after(0, HEAD);
    for (var i = 0; i < 5; i++) {
      assertThat(connection.isOpen()).isTrue();
      after(1, "x");
    }
    // five bytes have bought a twentieth of a second
    pass(1);
    assertThat(connection.isOpen()).isFalse();
    assertThat(givenUp).hasValue(1);
  }

  @Test
  void bearsABodyAtTheLeastRate() {
    after(0, HEAD);
    for (var i = 0; i < 10; i++) {
      after(1, "x".repeat(100));
      assertThat(connection.isOpen()).isTrue();
    }
  }

  @Test
  void doesNotCountTheTimeInWhichTheServiceDoesNotRead() {
    connection.writeInbound(bytes(HEAD));
    pass(100);
    assertThat(connection.isOpen()).isTrue();
    connection.read();
    pass(5);
    assertThat(connection.isOpen()).isFalse();
  }

  @Test
  void leavesAConnectionAloneBetweenRequests() {
    after(0, HEAD + "x".repeat(1_000));
    pass(100);
    assertThat(connection.isOpen()).isTrue();
    after(0, "G");
    pass(9);
    assertThat(connection.isOpen()).isTrue();
    pass(1);
    assertThat(connection.isOpen()).isFalse();
  }

  private void after(int seconds, String text) {
    pass(seconds);
    connection.writeInbound(bytes(text));
    connection.read();
  }

  private void pass(int seconds) {
    connection.advanceTimeBy(seconds, TimeUnit.SECONDS);
    connection.runScheduledPendingTasks();
    connection.runPendingTasks();
  }

  private static Object bytes(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
  }
}

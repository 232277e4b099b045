package io.sensormine.kit.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection whose client keeps the service waiting for longer than it has patience.
 * Stands where bytes become requests; {@link RequestBounds} tells it where these begin and end. The
 * idle timeout, not this, ends a connection between two requests.
 */
final class SlowSender extends ChannelDuplexHandler {
  private enum Phase {
    BETWEEN,
    HEAD,
    BODY
  }

  private final Patience patience;
  private final Runnable givenUp;
  private Phase phase = Phase.HEAD;
  private boolean waiting;
  private long waitingSince;
  private long waitedNanos;
  private long bytes;
  private @Nullable ScheduledFuture<?> check;

  SlowSender(Patience patience, Runnable givenUp) {
    this.patience = patience;
    this.givenUp = givenUp;
  }

  void headIsThere() {
    enter(Phase.BODY);
  }

  void requestIsThere() {
    enter(Phase.BETWEEN);
  }

  private void enter(Phase next) {
    phase = next;
    waiting = false;
    waitedNanos = 0;
    bytes = 0;
  }

  @Override
  public void read(ChannelHandlerContext context) {
    if (!waiting && phase != Phase.BETWEEN) {
      waiting = true;
      waitingSince = now(context);
      checkBy(context, leftNanos(context));
    }
    context.read();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (waiting) {
      waitedNanos += now(context) - waitingSince;
      waiting = false;
    }
    if (phase == Phase.BETWEEN) {
      enter(Phase.HEAD);
    }
    if (message instanceof ByteBuf received) {
      bytes += received.readableBytes();
    }
    context.fireChannelRead(message);
  }

  private void check(ChannelHandlerContext context) {
    check = null;
    if (!waiting) {
      return;
    }
    var left = leftNanos(context);
    if (left > 0) {
      checkBy(context, left);
    } else {
      givenUp.run();
      var _ = context.close();
    }
  }

  private long leftNanos(ChannelHandlerContext context) {
    Duration allowed = phase == Phase.BODY ? patience.forBody(bytes) : patience.head();
    return allowed.toNanos() - waitedNanos - (now(context) - waitingSince);
  }

  private static long now(ChannelHandlerContext context) {
    return context.executor().ticker().nanoTime();
  }

  /** Checks so soon, or earlier: one task is enough, and most find that nobody waits any more. */
  private void checkBy(ChannelHandlerContext context, long nanos) {
    if (check != null) {
      if (check.getDelay(TimeUnit.NANOSECONDS) <= nanos) {
        return;
      }
      check.cancel(false);
    }
    check = context.executor().schedule(() -> check(context), nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    if (check != null) {
      check.cancel(false);
    }
  }
}

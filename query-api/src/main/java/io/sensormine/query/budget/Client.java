package io.sensormine.query.budget;

import io.micronaut.http.context.ServerRequestContext;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.sensormine.kit.transport.Connection;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for the answer, by the connection that the request came by. Thread-safe.
 *
 * @param channel null where the work is no request's: then nobody ever goes
 */
record Client(@Nullable Channel channel) {

  /** The client of the request at hand. */
  static Client current() {
    return new Client(ServerRequestContext.currentRequest().map(Connection::of).orElse(null));
  }

  /** Whether it has closed the connection. */
  boolean isGone() {
    return channel != null && !channel.isOpen();
  }

  /** Does something, on a thread of its own, once it has gone, unless it is let be before. */
  Watch whenGone(Runnable reaction) {
    if (channel == null) {
      return () -> {};
    }
    // a listener runs on the thread that serves connections, which must not wait for anything
    ChannelFutureListener listener = closed -> Thread.ofVirtual().start(reaction);
    var closing = channel.closeFuture();
    closing.addListener(listener);
    return () -> closing.removeListener(listener);
  }

  /** Looks out until it is closed. */
  @FunctionalInterface
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }
}

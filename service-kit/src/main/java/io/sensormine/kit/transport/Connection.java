package io.sensormine.kit.transport;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpRequestWrapper;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.netty.channel.Channel;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The connection that a request came by. */
public final class Connection {
  private Connection() {}

  /** Its channel; null for a request that came by none. */
  public static @Nullable Channel of(HttpRequest<?> request) {
    HttpRequest<?> innermost = request;
    while (innermost instanceof HttpRequestWrapper<?> wrapper) {
      innermost = wrapper.getDelegate();
    }
    return innermost instanceof NettyHttpRequest<?> netty
        ? netty.getChannelHandlerContext().channel()
        : null;
  }

  /**
   * The thread that serves it, with others, and must not wait for anything, where that is at work
   * now; null on any other.
   */
  public static @Nullable Executor threadAtWork(HttpRequest<?> request) {
    var channel = of(request);
    return channel != null && channel.eventLoop().inEventLoop() ? channel.eventLoop() : null;
  }
}

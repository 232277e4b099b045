package io.sensormine.ingestion.telemetry;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpRequestWrapper;
import io.micronaut.http.server.netty.NettyHttpRequest;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The thread that serves a request's connection, with others; it must not wait for anything. */
final class Receiver {
  private Receiver() {}

  /** That thread where it is at work now; null on any other. */
  static @Nullable Executor atWork(HttpRequest<?> request) {
    HttpRequest<?> innermost = request;
    while (innermost instanceof HttpRequestWrapper<?> wrapper) {
      innermost = wrapper.getDelegate();
    }
    if (!(innermost instanceof NettyHttpRequest<?> netty)) {
      return null;
    }
    var loop = netty.getChannelHandlerContext().channel().eventLoop();
    return loop.inEventLoop() ? loop : null;
  }
}

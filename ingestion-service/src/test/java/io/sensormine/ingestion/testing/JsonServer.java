package io.sensormine.ingestion.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A small HTTP server that answers JSON, and can be away: it then answers 503 to everything. */
abstract class JsonServer implements AutoCloseable {
  static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  private final HttpServer server;
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger now = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private volatile boolean away;
  private volatile CountDownLatch gate = new CountDownLatch(0);

  JsonServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  /** What it answers; empty for 404. */
  abstract Optional<?> answer(String method, String path, byte[] body, @Nullable UUID tenantId)
      throws IOException;

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      calls.incrementAndGet();
      most.accumulateAndGet(now.incrementAndGet(), Math::max);
      awaitGate();
      var body = exchange.getRequestBody().readAllBytes();
      var tenant = exchange.getRequestHeaders().getFirst("X-Tenant-Id");
      var authorization = exchange.getRequestHeaders().getFirst("Authorization");
      Optional<?> answer =
          away || authorization == null
              ? Optional.of("away")
              : answer(
                  exchange.getRequestMethod(),
                  exchange.getRequestURI().getPath(),
                  body,
                  tenant == null ? null : UUID.fromString(tenant));
      var bytes = JSON.writeValueAsBytes(answer.isPresent() ? answer.get() : "none");
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(away ? 503 : answer.isPresent() ? 200 : 404, bytes.length);
      // before the answer, after which the next call may come
      now.decrementAndGet();
      exchange.getResponseBody().write(bytes);
    }
  }

  private void awaitGate() {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets every call wait for an answer from now on, until the gate is opened. */
  public final CountDownLatch hold() {
    most.set(0);
    gate = new CountDownLatch(1);
    return gate;
  }

  /** How many calls there were at the same time since they were held, at the most. */
  public final int mostAtATime() {
    return most.get();
  }

  /** Such as {@code http://127.0.0.1:41234}. */
  public final String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Whether it answers 503 to everything from now on. */
  public final void away(boolean isAway) {
    away = isAway;
  }

  /** How often it has been called. */
  public final int calls() {
    return calls.get();
  }

  @Override
  public final void close() {
    server.stop(0);
  }
}

package io.sensormine.kit.testing;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.sensormine.kit.service.ServiceContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A service as it runs in production, on a port of its own, until closed. */
public final class RunningService implements AutoCloseable {
  private final ApplicationContext context;
  private final EmbeddedServer server;

  private RunningService(ApplicationContext context) {
    this.context = context;
    this.server = context.getBean(EmbeddedServer.class).start();
  }

  /**
   * Starts a service.
   *
   * @param environment environment variables, under their own names; a port is chosen where none is
   *     given
   */
  public static RunningService start(String service, Map<String, String> environment) {
    var all = new HashMap<>(environment);
    all.putIfAbsent("MICRONAUT_SERVER_PORT", "0");
    all.putIfAbsent("SENSORMINE_BIND_ADDRESS", "127.0.0.1");
    // tests ask faster than anybody may; those of rates say which they mean
    for (var kind : List.of("CALLER", "TENANT", "ADDRESS")) {
      all.putIfAbsent("SENSORMINE_RATES_" + kind + "_PER_SECOND", "0");
    }
    return new RunningService(ServiceContext.of(service, all).start());
  }

  /** Such as {@code http://127.0.0.1:41234}. */
  public String url() {
    return server.getScheme() + "://127.0.0.1:" + server.getPort();
  }

  /** The port that it listens on. */
  public int port() {
    return server.getPort();
  }

  /** A client of this service that sends the given bearer token. */
  public Http http(String token) {
    return new Http(url(), token);
  }

  /** A client of this service that sends no token. */
  public Http anonymous() {
    return new Http(url(), null);
  }

  /** What one of its meters without tags shows; 0 where it shows none. */
  public double meter(String name) {
    return anonymous()
        .get("/prometheus")
        .text()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
        .sum();
  }

  /** One of the service's own beans, where a test looks inside. */
  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  @Override
  public void close() {
    context.close();
  }
}

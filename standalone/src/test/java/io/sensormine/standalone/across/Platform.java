package io.sensormine.standalone.across;

import io.sensormine.kit.testing.Http;
import io.sensormine.kit.testing.RunningService;
import io.sensormine.local.TestDatabase;
import io.sensormine.local.TestDatabases;
import io.sensormine.standalone.home.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The five services as in production, on databases of their own, and what a test needs of them. */
final class Platform implements AutoCloseable {
  private static final String ADMIN = "root@platform.example";
  static final String PASSWORD = "tall ships leave the harbour 7";

  private final TestDatabase config = TestDatabases.config();
  private final TestDatabase timeseries = TestDatabases.timeseries();
  private final Map<String, String> environment = new HashMap<>();
  private final Map<Service, Integer> ports = new EnumMap<>(Service.class);
  private final Map<Service, RunningService> running = new EnumMap<>(Service.class);

  private Platform(Map<String, String> settings) {
    environment.putAll(config.environment());
    environment.putAll(timeseries.environment());
    for (var name : List.of("REGISTRY", "DEVICE", "INGESTION", "QUERY")) {
      environment.put("SENSORMINE_" + name + "_CLIENT_SECRET", "secret of " + name);
    }
    environment.put(
        "SENSORMINE_KEY_ENCRYPTION_KEY", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");
    environment.put("SENSORMINE_BOOTSTRAP_EMAIL", ADMIN);
    environment.put("SENSORMINE_BOOTSTRAP_PASSWORD", PASSWORD);
    var free = freePorts(Service.values().length).iterator();
    for (var service : Service.values()) {
      ports.put(service, free.next());
      environment.put(service.urlVariable(), url(service));
    }
    environment.putAll(settings);
  }

  static Platform start() {
    return start(Map.of());
  }

  /** With settings of a test's own, by the names of environment variables. */
  static Platform start(Map<String, String> settings) {
    var platform = new Platform(settings);
    for (var service : Service.values()) {
      platform.start(service);
    }
    return platform;
  }

  void start(Service service) {
    var own = new HashMap<>(environment);
    own.put("MICRONAUT_SERVER_PORT", Integer.toString(ports.getOrDefault(service, 0)));
    running.put(service, RunningService.start(service.moduleName(), own));
  }

  void stop(Service service) {
    var stopped = running.remove(service);
    if (stopped != null) {
      stopped.close();
    }
  }

  String url(Service service) {
    return "http://127.0.0.1:" + ports.get(service);
  }

  Http http(Service service, @Nullable String token) {
    return new Http(url(service), token);
  }

  TestDatabase config() {
    return config;
  }

  TestDatabase timeseries() {
    return timeseries;
  }

  String platformToken() {
    return platformToken(PASSWORD);
  }

  String platformToken(String password) {
    return token("{\"email\": \"%s\", \"password\": \"%s\"}".formatted(ADMIN, password));
  }

  /** device-api's own token. */
  String serviceToken() {
    return http(Service.IDENTITY, null)
        .post(
            "/api/v1/internal/service-tokens",
            "{\"clientId\": \"device-api\", \"clientSecret\": \"secret of DEVICE\"}")
        .expect(200)
        .body()
        .path("accessToken")
        .asText();
  }

  /** One of a running service's own beans, where a test looks inside. */
  <T> T bean(Service service, Class<T> type) {
    var started = running.get(service);
    if (started == null) {
      throw new IllegalStateException(service + " does not run");
    }
    return started.bean(type);
  }

  /** A new tenant with an admin who is signed in. */
  Tenant newTenant() {
    var slug = "t" + UUID.randomUUID().toString().substring(0, 8);
    var identity = http(Service.IDENTITY, platformToken());
    var id =
        identity
            .post("/api/v1/tenants", "{\"slug\": \"%s\", \"name\": \"Tenant\"}".formatted(slug))
            .expect(201)
            .id();
    var tenant = new Tenant(this, id, slug);
    identity.forTenant(id).post("/api/v1/users", tenant.user("TENANT_ADMIN")).expect(201);
    return tenant;
  }

  String token(String login) {
    return http(Service.IDENTITY, null)
        .post("/api/v1/auth/login", login)
        .expect(200)
        .body()
        .path("accessToken")
        .asText();
  }

  private static List<Integer> freePorts(int count) {
    var sockets = new ArrayList<ServerSocket>();
    try {
      for (var i = 0; i < count; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      sockets.forEach(Platform::close);
    }
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    for (var service : Service.values()) {
      stop(service);
    }
    config.close();
    timeseries.close();
  }
}

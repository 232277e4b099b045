package io.sensormine.kit.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for identity-api in the tests of one module: publishes a key, signs tokens of any role
 * with it, and hands out service tokens. The tests across services run the real one.
 */
public final class StandInIdentity implements AutoCloseable {
  private final HttpServer server;
  private volatile List<ECKey> keys;
  private final AtomicInteger keyReadings = new AtomicInteger();
  private final Set<UUID> suspended = ConcurrentHashMap.newKeySet();
  private final StandInErasures erasures = new StandInErasures();
  private final Map<UUID, Integer> ended = new ConcurrentHashMap<>();
  private final Set<UUID> erasing = ConcurrentHashMap.newKeySet();
  private final Set<UUID> unknownTenants = ConcurrentHashMap.newKeySet();
  private final List<JsonNode> acts = new CopyOnWriteArrayList<>();
  private volatile boolean away;

  private StandInIdentity(HttpServer server, ECKey key) {
    this.server = server;
    this.keys = List.of(key);
  }

  public static StandInIdentity start() {
    try {
      var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      var identity = new StandInIdentity(server, newKey());
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext(
          "/.well-known/jwks.json",
          exchange -> {
            identity.keyReadings.incrementAndGet();
            answer(exchange, 200, new JWKSet(List.<JWK>copyOf(identity.keys)).toString());
          });
      server.createContext(
          "/api/v1/internal/service-tokens",
          exchange ->
              answer(
                  exchange,
                  200,
                  "{\"accessToken\": \"%s\", \"expiresIn\": 300}"
                      .formatted(identity.serviceToken())));
      server.createContext(
          "/api/v1/internal/tenants/suspended",
          exchange ->
              answer(
                  exchange,
                  identity.away ? 503 : 200,
                  identity.suspended.stream()
                      .map(id -> "\"" + id + "\"")
                      .collect(Collectors.joining(",", "{\"ids\": [", "]}"))));
      server.createContext(
          StandInErasures.PATH,
          exchange -> identity.erasures.answer(exchange, StandInIdentity::answer));
      server.createContext(
          "/api/v1/internal/sessions/ended",
          exchange ->
              answer(
                  exchange,
                  identity.away ? 503 : 200,
                  identity.ended.entrySet().stream()
                      .map(it ->
                          "{\"id\": \"%s\", \"below\": %d}".formatted(it.getKey(), it.getValue()))
                      .collect(Collectors.joining(",", "{\"users\": [", "], \"tenants\": []}"))));
      server.createContext("/api/v1/internal/tenants/", identity::tellExistence);
      server.createContext("/api/v1/internal/cross-tenant-acts", identity::record);
      server.createContext("/api/v1/internal/", exchange -> answer(exchange, 404, "{}"));
      server.start();
      return identity;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ECKey newKey() {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID(UUID.randomUUID().toString()).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Publishes a new key beside the old ones, and signs with it from now on. */
  public void rotate() {
    var all = new ArrayList<ECKey>();
    all.add(newKey());
    all.addAll(keys);
    keys = List.copyOf(all);
  }

  /** Ends all keys but the one that signs. */
  public void retireOthers() {
    keys = List.of(keys.getFirst());
  }

  /** How often the keys were asked for. */
  public int keyReadings() {
    return keyReadings.get();
  }

  /** What a service needs in its environment to trust this issuer. */
  public Map<String, String> environment() {
    return Map.of(
        "SENSORMINE_IDENTITY_URL", "http://127.0.0.1:" + server.getAddress().getPort(),
        "SENSORMINE_REGISTRY_CLIENT_SECRET", "registry-secret",
        "SENSORMINE_DEVICE_CLIENT_SECRET", "device-secret",
        "SENSORMINE_INGESTION_CLIENT_SECRET", "ingestion-secret",
        "SENSORMINE_QUERY_CLIENT_SECRET", "query-secret");
  }

  /** The ledger of erasures. */
  public StandInErasures erasures() {
    return erasures;
  }

  /** Suspends a tenant, as a service learns when it asks. */
  public void suspend(UUID tenantId) {
    suspended.add(tenantId);
  }

  /** Ends a user's tokens of earlier generations, as a service learns when it asks. */
  public void end(UUID userId, int belowGeneration) {
    ended.put(userId, belowGeneration);
  }

  /** Knows nothing of a tenant; it knows all others. */
  public void forget(UUID tenantId) {
    unknownTenants.add(tenantId);
  }

  /** Knows a tenant again that it was to forget. */
  public void recall(UUID tenantId) {
    unknownTenants.remove(tenantId);
  }

  /** Lets nobody but the tenant's own write for it from now on, as while it is being erased. */
  public void beginErasing(UUID tenantId) {
    erasing.add(tenantId);
  }

  /** Whether it answers 503 to whatever is asked between services from now on. */
  public void away(boolean isAway) {
    away = isAway;
  }

  /** The cross-tenant acts that were put on record, as they were sent. */
  public List<JsonNode> acts() {
    return List.copyOf(acts);
  }

  private void tellExistence(HttpExchange exchange) throws IOException {
    var id = UUID.fromString(exchange.getRequestURI().getPath().split("/", -1)[5]);
    answer(exchange, away ? 503 : 200, "{\"exists\": %s}".formatted(!unknownTenants.contains(id)));
  }

  private void record(HttpExchange exchange) throws IOException {
    var act = new ObjectMapper().readTree(exchange.getRequestBody().readAllBytes());
    if (away) {
      answer(exchange, 503, "{}");
    } else if (unknownTenants.contains(UUID.fromString(act.path("tenantId").asText()))) {
      answer(exchange, 404, "{}");
    } else if (erasing.contains(UUID.fromString(act.path("tenantId").asText()))
        && !act.path("method").asText().equals("GET")) {
      answer(exchange, 409, "{}");
    } else {
      acts.add(act);
      answer(exchange, 204, "");
    }
  }

  /** A user's token: of a tenant, or of none (a platform admin). */
  public String token(@Nullable UUID tenantId, String... roles) {
    return token(tenantId, Instant.now().plus(Duration.ofMinutes(15)), roles);
  }

  /** The same with an expiry of one's own, past ones included. */
  public String token(@Nullable UUID tenantId, Instant expiry, String... roles) {
    return sign(claims(UUID.randomUUID(), tenantId, expiry, roles));
  }

  /** A token of one user's that belongs to a generation of theirs. */
  public String tokenOf(UUID userId, int generation, @Nullable UUID tenantId, String... roles) {
    return sign(
        claims(userId, tenantId, Instant.now().plus(Duration.ofMinutes(15)), roles)
            .claim("generation", generation));
  }

  private static JWTClaimsSet.Builder claims(
      UUID userId, @Nullable UUID tenantId, Instant expiry, String... roles) {
    return new JWTClaimsSet.Builder()
        .subject(userId.toString())
        .claim("tenant_id", tenantId == null ? null : tenantId.toString())
        .claim("roles", List.of(roles))
        .issueTime(Date.from(Instant.now()))
        .expirationTime(Date.from(expiry));
  }

  /** Another service's token. */
  public String serviceToken() {
    return sign(
        new JWTClaimsSet.Builder()
            .subject("a-service")
            .claim("roles", List.of("SERVICE"))
            .expirationTime(Date.from(Instant.now().plus(Duration.ofMinutes(5)))));
  }

  private String sign(JWTClaimsSet.Builder claims) {
    var key = keys.getFirst();
    try {
      var jwt =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(),
              claims.issuer("sensormine").audience("sensormine").build());
      jwt.sign(new ECDSASigner(key));
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void answer(HttpExchange exchange, int status, String json) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      var bytes = json.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  /** Answers no more, for good. */
  public void goAway() {
    server.stop(0);
  }

  @Override
  public void close() {
    goAway();
  }
}

package io.sensormine.kit.testing;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import io.sensormine.contracts.identity.ErasureSubject;
import io.sensormine.contracts.identity.PendingErasure;
import io.sensormine.kit.id.Ids;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for identity-api's ledger of erasures, as one service sees it: offers what a test or
 * the service itself files until the service reports it, and keeps what it reports.
 */
public final class StandInErasures {
  /** How many it tells of at once. */
  public static final int PAGE = 100;

  static final String PATH = "/api/v1/internal/erasures";

  private static final String AFTER = "&after=";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, Long>> COUNTS = new TypeReference<>() {};
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final NavigableMap<UUID, PendingErasure> pending =
      new ConcurrentSkipListMap<>(Comparator.comparing(UUID::toString));
  private final Map<UUID, Map<String, Long>> reports = new ConcurrentHashMap<>();
  private volatile boolean away;

  /** How a status and a body are sent. */
  interface Answering {
    void answer(HttpExchange exchange, int status, String json) throws IOException;
  }

  /** Files the erasure of a device; its id. */
  public UUID ofDevice(UUID tenantId, UUID deviceId, Instant requestedAt) {
    return file(tenantId, ErasureSubject.DEVICE, deviceId, requestedAt);
  }

  /** Files the erasure of a tenant; its id. */
  public UUID ofTenant(UUID tenantId, Instant requestedAt) {
    return file(tenantId, ErasureSubject.TENANT, tenantId, requestedAt);
  }

  private UUID file(UUID tenantId, ErasureSubject subject, UUID subjectId, Instant requestedAt) {
    var id = Ids.next();
    pending.put(id, new PendingErasure(id, tenantId, subject, subjectId, requestedAt));
    return id;
  }

  /** Whether it answers 503 to everything from now on. */
  public void away(boolean isAway) {
    away = isAway;
  }

  /** What is filed and not reported. */
  public Collection<PendingErasure> pending() {
    return pending.values();
  }

  /** What the service has reported of an erasure; null where it has not. */
  public @Nullable Map<String, Long> report(UUID erasure) {
    return reports.get(erasure);
  }

  /** The same, as soon as it is there. */
  public Map<String, Long> awaitReport(UUID erasure) {
    var deadline = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(deadline)) {
      var report = reports.get(erasure);
      if (report != null) {
        return report;
      }
      Thread.onSpinWait();
    }
    throw new AssertionError("nothing was reported of erasure " + erasure);
  }

  void answer(HttpExchange exchange, Answering answering) throws IOException {
    var path = exchange.getRequestURI().getPath();
    if (away) {
      answering.answer(exchange, 503, "{}");
    } else if (exchange.getRequestMethod().equals("GET")) {
      answering.answer(exchange, 200, items(exchange.getRequestURI().getQuery()));
    } else if (path.endsWith("/parts")) {
      var id = UUID.fromString(path.substring(PATH.length() + 1, path.lastIndexOf('/')));
      var part = JSON.readTree(exchange.getRequestBody().readAllBytes());
      reports.put(id, JSON.convertValue(part.path("counts"), COUNTS));
      pending.remove(id);
      answering.answer(exchange, 200, "{}");
    } else {
      answering.answer(exchange, 200, receipt(exchange));
    }
  }

  private String receipt(HttpExchange exchange) throws IOException {
    var request = JSON.readTree(exchange.getRequestBody().readAllBytes());
    var tenant = UUID.fromString(exchange.getRequestHeaders().getFirst("X-Tenant-Id"));
    var device = UUID.fromString(request.path("deviceId").asText());
    var now = Instant.now();
    var id =
        pending.values().stream()
            .filter(erasure -> erasure.subjectId().equals(device))
            .map(PendingErasure::id)
            .findFirst()
            .orElseGet(() -> ofDevice(tenant, device, now));
    return """
    {"id": "%s", "subject": "DEVICE", "subjectId": "%s", "status": "PENDING", "requestedBy": "%s",
     "requestedAt": "%s", "completedAt": null, "parts": []}
    """
        .formatted(id, device, request.path("requestedBy").asText(), now);
  }

  private String items(String query) {
    var items = JsonNodeFactory.instance.arrayNode();
    var at = query.indexOf(AFTER);
    var some =
        at < 0
            ? pending
            : pending.tailMap(UUID.fromString(query.substring(at + AFTER.length())), false);
    for (var erasure : some.values().stream().limit(PAGE).toList()) {
      items
          .addObject()
          .put("id", erasure.id().toString())
          .put("tenantId", erasure.tenantId().toString())
          .put("subject", erasure.subject().name())
          .put("subjectId", erasure.subjectId().toString())
          .put("requestedAt", erasure.requestedAt().toString());
    }
    return JsonNodeFactory.instance.objectNode().set("items", items).toString();
  }
}

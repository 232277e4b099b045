package io.sensormine.device.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sensormine.contracts.Page;
import io.sensormine.contracts.registry.Change;
import io.sensormine.contracts.registry.ChangeKind;
import io.sensormine.contracts.registry.Compatibility;
import io.sensormine.contracts.registry.CompatibilityPolicy;
import io.sensormine.contracts.registry.Direction;
import io.sensormine.contracts.registry.Field;
import io.sensormine.contracts.registry.ResolvedSchemas;
import io.sensormine.contracts.registry.ResolvedVersions;
import io.sensormine.contracts.registry.Schema;
import io.sensormine.contracts.registry.SchemaIds;
import io.sensormine.contracts.registry.SchemaOperations;
import io.sensormine.contracts.registry.SchemaVersion;
import io.sensormine.contracts.registry.VersionDiff;
import io.sensormine.contracts.registry.VersionIds;
import io.sensormine.contracts.registry.VersionStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Stands in for schema-registry-api: knows the schemas and the versions that it is given. */
public final class StandInRegistry implements SchemaOperations, AutoCloseable {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();
  private static final Instant MADE = Instant.parse("2026-01-31T09:15:00Z");

  private final HttpServer server;
  private final Map<UUID, Schema> schemas = new ConcurrentHashMap<>();
  private final Map<UUID, SchemaVersion> versions = new ConcurrentHashMap<>();
  private final Queue<Resolved> resolved = new ConcurrentLinkedQueue<>();
  private final Map<List<UUID>, List<Change>> changes = new ConcurrentHashMap<>();
  private final AtomicInteger comparisons = new AtomicInteger();
  private final AtomicReference<@Nullable Runnable> meanwhile = new AtomicReference<>();
  private final Map<UUID, Integer> failures = new ConcurrentHashMap<>();
  private volatile int failure;

  private StandInRegistry(HttpServer server) {
    this.server = server;
  }

  public static StandInRegistry start() {
    try {
      var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      var registry = new StandInRegistry(server);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext(
          "/api/v1/schemas/", exchange -> registry.answer(exchange, registry::ofSchema));
      server.createContext(
          "/api/v1/schema-versions/", exchange -> registry.answer(exchange, registry::ofVersion));
      server.createContext("/api/v1/schemas/resolve", registry::answerSchemas);
      server.createContext("/api/v1/schema-versions/resolve", registry::answerVersions);
      server.start();
      return registry;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it listens. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** A call that resolved ids: for which tenant, and how many. */
  public record Resolved(UUID tenantId, int ids) {}

  /** Takes in a schema with one version. */
  public Schema add(VersionStatus status, boolean archived) {
    return add(status, archived, "object");
  }

  /** The same, its definition titled and described by a text. */
  public Schema add(VersionStatus status, boolean archived, String description) {
    var id = UUID.randomUUID();
    var versionId = UUID.randomUUID();
    var schema =
        new Schema(
            id,
            "schema-" + id,
            null,
            List.of(),
            Compatibility.BACKWARD,
            CompatibilityPolicy.LENIENT,
            archived,
            MADE,
            new Schema.LatestVersion(versionId, 1, status, "0".repeat(64), MADE));
    schemas.put(id, schema);
    versions.put(
        versionId,
        new SchemaVersion(
            versionId,
            id,
            1,
            status,
            JsonNodeFactory.instance
                .objectNode()
                .put("type", "object")
                .put("title", description)
                .put("description", description),
            null,
            "0".repeat(64),
            List.of(),
            null,
            MADE));
    return schema;
  }

  /** Takes in a schema's next version. */
  public UUID addVersion(UUID schemaId, VersionStatus status, Field... fields) {
    var id = UUID.randomUUID();
    versions.put(
        id,
        new SchemaVersion(
            id,
            schemaId,
            newestFirst(schemaId).getFirst().version() + 1,
            status,
            JsonNodeFactory.instance.objectNode().put("type", "object"),
            null,
            "0".repeat(64),
            List.of(fields),
            null,
            MADE));
    showLatest(schemaId);
    return id;
  }

  /** Says from now on that the step from one version to another breaks in such a direction. */
  public void breaking(UUID from, UUID to, Direction direction) {
    changes.put(
        List.of(from, to),
        List.of(
            new Change(
                "/properties/t/type",
                "type",
                "t",
                ChangeKind.CHANGED,
                JsonNodeFactory.instance.textNode("number"),
                null,
                List.of(direction),
                List.of(),
                "`t` was number.",
                null)));
  }

  /** How often two versions have been compared. */
  public int comparisons() {
    return comparisons.get();
  }

  /** Does something once, before the next two versions are compared. */
  public void meanwhile(Runnable work) {
    meanwhile.set(work);
  }

  /** Archives a schema. */
  public void archive(Schema schema) {
    schemas.put(
        schema.id(),
        new Schema(
            schema.id(),
            schema.name(),
            null,
            List.of(),
            schema.compatibility(),
            schema.compatibilityPolicy(),
            true,
            MADE,
            schema.latestVersion()));
    showLatest(schema.id());
  }

  /** Deprecates a schema's version. */
  public void deprecate(Schema schema) {
    versions.computeIfPresent(
        schema.latestVersion().id(),
        (id, old) ->
            new SchemaVersion(
                id,
                old.schemaId(),
                old.version(),
                VersionStatus.DEPRECATED,
                old.definition(),
                old.bundle(),
                old.fingerprint(),
                old.fields(),
                old.changeNote(),
                old.createdAt()));
    showLatest(schema.id());
  }

  private void showLatest(UUID schemaId) {
    var latest = newestFirst(schemaId).getFirst();
    schemas.computeIfPresent(
        schemaId,
        (id, old) ->
            new Schema(
                id,
                old.name(),
                old.description(),
                old.tags(),
                old.compatibility(),
                old.compatibilityPolicy(),
                old.archived(),
                old.createdAt(),
                new Schema.LatestVersion(
                    latest.id(),
                    latest.version(),
                    latest.status(),
                    latest.fingerprint(),
                    latest.createdAt())));
  }

  /** Knows nothing more of a schema and its version. */
  public void forget(Schema schema) {
    schemas.remove(schema.id());
    versions.remove(schema.latestVersion().id());
  }

  /** The calls so far that resolved ids. */
  public List<Resolved> resolved() {
    return List.copyOf(resolved);
  }

  /** From now on answers everything with this status; 0 ends that. */
  public void failWith(int status) {
    failure = status;
  }

  /** From now on answers a tenant with this status and nothing in it; 0 ends that. */
  public void failFor(UUID tenantId, int status) {
    failures.put(tenantId, status);
  }

  @Override
  public Optional<Schema> schema(UUID id) {
    return Optional.ofNullable(schemas.get(id));
  }

  @Override
  public ResolvedSchemas resolveSchemas(SchemaIds ids) {
    return new ResolvedSchemas(
        ids.ids().stream().flatMap(id -> schema(id).stream()).toList(),
        ids.ids().stream().filter(id -> !schemas.containsKey(id)).toList(),
        ids.ids().stream().filter(this::lapsed).toList());
  }

  private boolean lapsed(UUID schemaId) {
    var statuses = newestFirst(schemaId).stream().map(SchemaVersion::status).toList();
    return statuses.contains(VersionStatus.DEPRECATED) && !statuses.contains(VersionStatus.ACTIVE);
  }

  @Override
  public Optional<SchemaVersion> schemaVersion(UUID versionId) {
    return Optional.ofNullable(versions.get(versionId));
  }

  @Override
  public Optional<SchemaVersion> version(UUID id, int version) {
    return versions.values().stream()
        .filter(each -> each.schemaId().equals(id) && each.version() == version)
        .findFirst();
  }

  @Override
  public Page<SchemaVersion> versions(
      UUID id, @Nullable VersionStatus status, @Nullable Integer limit, @Nullable String cursor) {
    return new Page<>(
        newestFirst(id).stream()
            .filter(each -> status == null || each.status() == status)
            .limit(limit == null ? 50 : limit)
            .toList(),
        null);
  }

  private List<SchemaVersion> newestFirst(UUID schemaId) {
    return versions.values().stream()
        .filter(each -> each.schemaId().equals(schemaId))
        .sorted(Comparator.comparingInt(SchemaVersion::version).reversed())
        .toList();
  }

  @Override
  public Optional<VersionDiff> diff(UUID from, UUID to) {
    comparisons.incrementAndGet();
    var work = meanwhile.getAndSet(null);
    if (work != null) {
      work.run();
    }
    return schemaVersion(from)
        .map(VersionDiff.End::of)
        .flatMap(before ->
            schemaVersion(to)
                .map(after ->
                    new VersionDiff(
                        before,
                        VersionDiff.End.of(after),
                        changes.getOrDefault(List.of(from, to), List.of()))));
  }

  @Override
  public ResolvedVersions resolve(VersionIds ids) {
    return new ResolvedVersions(
        ids.ids().stream().flatMap(id -> schemaVersion(id).stream()).toList(),
        ids.ids().stream().filter(id -> !versions.containsKey(id)).toList());
  }

  private interface Lookup {
    Optional<?> find(URI uri);
  }

  private Optional<?> ofSchema(URI uri) {
    var steps = uri.getPath().split("/", -1);
    var schema = schema(UUID.fromString(steps[4]));
    return steps.length == 5
        ? schema
        : schema.map(known ->
            versions(
                known.id(),
                VersionStatus.valueOf(parameter(uri, "status")),
                Integer.valueOf(parameter(uri, "limit")),
                null));
  }

  private Optional<?> ofVersion(URI uri) {
    var path = uri.getPath();
    return path.endsWith("/diff")
        ? diff(UUID.fromString(parameter(uri, "from")), UUID.fromString(parameter(uri, "to")))
        : schemaVersion(UUID.fromString(path.substring(path.lastIndexOf('/') + 1)));
  }

  private static String parameter(URI uri, String name) {
    return Arrays.stream(uri.getQuery().split("&", -1))
        .filter(each -> each.startsWith(name + "="))
        .map(each -> each.substring(name.length() + 1))
        .findFirst()
        .orElseThrow();
  }

  private void answer(HttpExchange exchange, Lookup lookup) throws IOException {
    try (exchange) {
      send(exchange, lookup.find(exchange.getRequestURI()));
    }
  }

  private void answerSchemas(HttpExchange exchange) throws IOException {
    try (exchange) {
      var asked = JSON.readValue(exchange.getRequestBody(), SchemaIds.class);
      note(exchange, asked.ids());
      send(exchange, Optional.of(resolveSchemas(asked)));
    }
  }

  private void answerVersions(HttpExchange exchange) throws IOException {
    try (exchange) {
      var asked = JSON.readValue(exchange.getRequestBody(), VersionIds.class);
      note(exchange, asked.ids());
      send(exchange, Optional.of(resolve(asked)));
    }
  }

  private void note(HttpExchange exchange, List<UUID> ids) {
    var tenant = exchange.getRequestHeaders().getFirst("X-Tenant-Id");
    if (tenant != null) {
      resolved.add(new Resolved(UUID.fromString(tenant), ids.size()));
    }
  }

  private void send(HttpExchange exchange, Optional<?> found) throws IOException {
    var asked =
        exchange.getRequestHeaders().containsKey("X-Tenant-Id")
            && exchange.getRequestHeaders().containsKey("Authorization");
    int failing = asked ? failing(exchange.getRequestHeaders().getFirst("X-Tenant-Id")) : failure;
    int status = failing != 0 ? failing : !asked ? 401 : found.isPresent() ? 200 : 404;
    var body =
        JSON.writeValueAsBytes(failing == 0 && status == 200 ? found.orElseThrow() : Map.of());
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  private int failing(String tenantId) {
    return failure != 0 ? failure : failures.getOrDefault(UUID.fromString(tenantId), 0);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

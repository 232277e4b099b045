package io.sensormine.query.unit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sensormine.contracts.registry.SchemaVersion;
import io.sensormine.contracts.registry.VersionIds;
import io.sensormine.contracts.registry.VersionStatus;
import io.sensormine.kit.tenant.TenantContext;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The schema versions of the tenant at hand. What a version declares never changes: it is kept. */
@Singleton
public final class SchemaVersions {
  private static final UUID NONE = new UUID(0, 0);
  private static final int MAX_AT_ONCE = 1_000;
  private static final int MAX_REMEMBERED = 10_000;
  private static final Duration REMEMBERED = Duration.ofHours(1);
  private static final int MAX_SCHEMAS = 1_000;
  private static final int PAGE = 500;
  private static final Duration NEWS = Duration.ofSeconds(10);

  private final RegistryClient registry;
  private final Cache<Key, DeclaredFields> remembered =
      Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).expireAfterAccess(REMEMBERED).build();

  private final Cache<Key, List<DeclaredFields>> ofSchema =
      Caffeine.newBuilder().maximumSize(MAX_SCHEMAS).expireAfterWrite(NEWS).build();

  SchemaVersions(RegistryClient registry) {
    this.registry = registry;
  }

  private record Key(UUID tenantId, UUID id) {}

  /**
   * All versions of a schema that have been ACTIVE, the newest first; as of a few seconds ago at
   * most. None of a schema that the registry does not know.
   */
  public List<DeclaredFields> ofSchema(UUID schemaId) {
    return ofSchema.get(
        new Key(TenantContext.required(), schemaId), key -> readAll(key.tenantId(), key.id()));
  }

  private List<DeclaredFields> readAll(UUID tenantId, UUID schemaId) {
    var all = new ArrayList<DeclaredFields>();
    String cursor = null;
    do {
      var page = registry.versions(schemaId, null, PAGE, cursor);
      if (page == null) { // a 404 comes as null, whatever the signature says
        break;
      }
      for (var version : page.items()) {
        var fields = DeclaredFields.of(version);
        remembered.put(new Key(tenantId, version.id()), fields);
        if (version.status() != VersionStatus.DRAFT) {
          all.add(fields);
        }
      }
      cursor = page.nextCursor();
    } while (cursor != null);
    return List.copyOf(all);
  }

  /**
   * What the versions declare, by their ids; without the nil id and those that the registry does
   * not know. Asks the registry for those not seen before.
   */
  public Map<UUID, DeclaredFields> declared(Collection<UUID> versionIds) {
    var tenantId = TenantContext.required();
    var known = new HashMap<UUID, DeclaredFields>();
    var asked = new ArrayList<UUID>();
    for (var id : versionIds) {
      var fields = remembered.getIfPresent(new Key(tenantId, id));
      if (fields != null) {
        known.put(id, fields);
      } else if (!id.equals(NONE)) {
        asked.add(id);
      }
    }
    for (int at = 0; at < asked.size(); at += MAX_AT_ONCE) {
      for (var version : resolve(asked.subList(at, Math.min(asked.size(), at + MAX_AT_ONCE)))) {
        var fields = DeclaredFields.of(version);
        remembered.put(new Key(tenantId, version.id()), fields);
        known.put(version.id(), fields);
      }
    }
    return known;
  }

  private List<SchemaVersion> resolve(List<UUID> ids) {
    return registry.resolve(new VersionIds(List.copyOf(ids))).items();
  }
}

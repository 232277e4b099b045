package io.sensormine.identity.tenant;

import io.micronaut.transaction.annotation.Transactional;
import io.sensormine.identity.event.SecurityEventType;
import io.sensormine.identity.event.SecurityEvents;
import io.sensormine.kit.id.Ids;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Makes, changes, suspends and resumes tenants. */
@Singleton
public class Tenants {
  private final TenantRepository tenants;
  private final SecurityEvents events;
  private final Clock clock;

  Tenants(TenantRepository tenants, SecurityEvents events, Clock clock) {
    this.tenants = tenants;
    this.events = events;
    this.clock = clock;
  }

  /** The tenants whose logins, tokens and ingestion are stopped. */
  public Set<UUID> suspended() {
    return new HashSet<>(tenants.suspended());
  }

  @Transactional
  Tenant create(CreateTenant request, String actor) {
    var now = clock.instant();
    var tenant =
        tenants.save(
            new Tenant(
                Ids.next(), request.slug(), request.name().strip(), TenantStatus.ACTIVE, now, now));
    events.record(SecurityEventType.TENANT_CREATED, actor, tenant.id(), tenant.slug());
    return tenant;
  }

  /** Changes a tenant; empty where there is none. */
  @Transactional
  Optional<Tenant> change(UUID id, ChangeTenant request, String actor) {
    return tenants.lock(id).map(before -> change(before, request, actor));
  }

  private Tenant change(Tenant before, ChangeTenant request, String actor) {
    var name = request.name() == null ? before.name() : request.name().strip();
    var status = request.status() == null ? before.status() : request.status();
    if (name.equals(before.name()) && status == before.status()) {
      return before;
    }
    events.record(type(before.status(), status), actor, before.id(), before.slug());
    return tenants.update(
        new Tenant(before.id(), before.slug(), name, status, before.createdAt(), clock.instant()));
  }

  private static SecurityEventType type(TenantStatus before, TenantStatus after) {
    if (before == after) {
      return SecurityEventType.TENANT_CHANGED;
    }
    return after == TenantStatus.SUSPENDED
        ? SecurityEventType.TENANT_SUSPENDED
        : SecurityEventType.TENANT_RESUMED;
  }
}

package io.sensormine.identity.tenant;

import io.micronaut.transaction.annotation.Transactional;
import io.sensormine.contracts.identity.Erasure;
import io.sensormine.identity.erasure.Erasures;
import io.sensormine.identity.event.SecurityEventType;
import io.sensormine.identity.event.SecurityEvents;
import io.sensormine.kit.id.Ids;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
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
  private final Erasures erasures;
  private final SecurityEvents events;
  private final Clock clock;

  Tenants(TenantRepository tenants, Erasures erasures, SecurityEvents events, Clock clock) {
    this.tenants = tenants;
    this.erasures = erasures;
    this.events = events;
    this.clock = clock;
  }

  /** The tenants whose logins, tokens and ingestion are stopped; erased ones, too, for good. */
  public Set<UUID> suspended() {
    var suspended = new HashSet<>(tenants.suspended());
    suspended.addAll(erasures.erasedTenants());
    return suspended;
  }

  /** Whether a tenant works; empty where there is none. */
  public Optional<TenantStatus> status(UUID id) {
    return tenants.status(id);
  }

  /** What people type to say that they are of a tenant; empty where there is none. */
  public Optional<String> slug(UUID id) {
    return tenants.findById(id).map(Tenant::slug);
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

  /**
   * Suspends a tenant at once and has all its data erased; the receipt, which may be of an erasure
   * that is pending already, or empty where there is no such tenant. For no tenant at hand: what it
   * notes must outlive the tenant.
   */
  @Transactional
  Optional<Erasure> erase(UUID id, String actor) {
    return tenants
        .lock(id)
        .map(tenant -> {
          change(tenant, new ChangeTenant(null, TenantStatus.SUSPENDED), actor);
          return erasures.fileTenant(id, actor);
        });
  }

  private Tenant change(Tenant before, ChangeTenant request, String actor) {
    var name = request.name() == null ? before.name() : request.name().strip();
    var status = request.status() == null ? before.status() : request.status();
    if (name.equals(before.name()) && status == before.status()) {
      return before;
    }
    if (status == TenantStatus.ACTIVE && erasures.isTenantPending(before.id())) {
      throw ProblemException.of(
          ProblemType.ILLEGAL_STEP,
          "This tenant is being erased, and some of its data are gone; it stays suspended.");
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

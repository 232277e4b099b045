package io.sensormine.identity.crosstenant;

import io.sensormine.contracts.identity.CrossTenantAct;
import io.sensormine.identity.erasure.Erasures;
import io.sensormine.identity.event.SecurityEventType;
import io.sensormine.identity.event.SecurityEvents;
import io.sensormine.identity.tenant.Tenants;
import io.sensormine.kit.crosstenant.CrossTenantActs;
import io.sensormine.kit.tenant.TenantContext;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;

/** Writes acts for a tenant into that tenant's own security log. */
@Singleton
class CrossTenantLog implements CrossTenantActs {
  private static final Duration SAME_ROUTINE = Duration.ofHours(1);
  private static final Set<String> READS = Set.of("GET", "HEAD");
  private static final String OURSELVES = "identity-api";

  private final SecurityEvents events;
  private final Tenants tenants;
  private final Erasures erasures;

  CrossTenantLog(SecurityEvents events, Tenants tenants, Erasures erasures) {
    this.events = events;
    this.tenants = tenants;
    this.erasures = erasures;
  }

  @Override
  public boolean record(CrossTenantAct act) {
    return record(OURSELVES, act);
  }

  /**
   * Puts an act on record; false where there is no such tenant, 409 where a person would write for
   * one that is being erased.
   *
   * @param service where it is about to be done
   */
  boolean record(String service, CrossTenantAct act) {
    if (tenants.status(act.tenantId()).isEmpty()) {
      return false;
    }
    if (!act.routine()
        && !READS.contains(act.method())
        && erasures.isTenantPending(act.tenantId())) {
      throw CrossTenantActs.beingErased();
    }
    var detail = "%s: %s %s".formatted(service, act.method(), act.path());
    TenantContext.in(
        act.tenantId(),
        () -> {
          if (act.routine()) {
            events.recordOnceIn(
                SAME_ROUTINE, SecurityEventType.CROSS_TENANT_ACT, act.actor(), detail);
          } else {
            events.record(SecurityEventType.CROSS_TENANT_ACT, act.actor(), null, detail);
          }
          return true;
        });
    return true;
  }
}

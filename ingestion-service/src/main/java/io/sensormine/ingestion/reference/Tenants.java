package io.sensormine.ingestion.reference;

import io.sensormine.contracts.identity.SuspendedTenants;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/** Which tenants are suspended, by identity-api's word. Thread-safe. */
@Singleton
public final class Tenants {
  private static final String ALL = "suspended";

  private final TenantClient identity;
  private final Remembered<String, SuspendedTenants> remembered;

  Tenants(TenantClient identity, ReferenceSettings settings, Clock clock) {
    this.identity = identity;
    this.remembered =
        new Remembered<>("identity-api", 1, settings.freshTenants(), settings.staleness(), clock);
  }

  /** Whether a tenant's ingestion is stopped; that it is, is never older news than a second. */
  public boolean isSuspended(UUID tenantId) {
    return isSuspended(tenantId, Age.USUAL) && isSuspended(tenantId, Age.RECENT);
  }

  private boolean isSuspended(UUID tenantId, Age age) {
    return remembered
        .one(ALL, age, () -> Optional.of(ask()))
        .filter(suspended -> suspended.ids().contains(tenantId))
        .isPresent();
  }

  @SuppressWarnings("NullAway") // a 404 comes as null, whatever the signature says
  private SuspendedTenants ask() {
    var suspended = identity.suspendedTenants();
    if (suspended == null) {
      throw new IllegalStateException("identity-api does not tell which tenants are suspended");
    }
    return suspended;
  }
}

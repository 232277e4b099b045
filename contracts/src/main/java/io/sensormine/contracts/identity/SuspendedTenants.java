package io.sensormine.contracts.identity;

import io.micronaut.core.annotation.Introspected;
import java.util.Set;
import java.util.UUID;

/** The suspended tenants' ids. */
@Introspected
public record SuspendedTenants(Set<UUID> ids) {
  public SuspendedTenants {
    ids = Set.copyOf(ids);
  }
}

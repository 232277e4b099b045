package io.sensormine.kit.tenant;

import io.micronaut.core.propagation.PropagatedContext;
import io.micronaut.core.propagation.PropagatedContextElement;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The tenant whose data the work at hand may see; it travels with the work across threads.
 *
 * @param id identity-api's id of the tenant
 */
public record TenantContext(UUID id) implements PropagatedContextElement {

  /** The current tenant; empty where the work belongs to none. */
  public static Optional<UUID> current() {
    return PropagatedContext.getOrEmpty().find(TenantContext.class).map(TenantContext::id);
  }

  /** The current tenant; 400 where the caller, who may name any, has named none. */
  public static UUID required() {
    return current().orElseThrow(TenantContext::missing);
  }

  static ProblemException missing() {
    return ProblemException.of(
        ProblemType.TENANT_REQUIRED,
        "Say whose resource it is by the header " + TenantFilter.HEADER + ".");
  }

  /** Does something for a tenant, in its context and no other. */
  public static <T> T in(UUID tenantId, Supplier<T> work) {
    return without().plus(new TenantContext(tenantId)).propagate(work);
  }

  /** Does something for a tenant or, where it is null, for none; whichever is at hand. */
  public static <T> T inOrOutside(@Nullable UUID tenantId, Supplier<T> work) {
    return tenantId == null ? outside(work) : in(tenantId, work);
  }

  /** Does something that belongs to no tenant, whichever is at hand. */
  public static <T> T outside(Supplier<T> work) {
    return without().propagate(work);
  }

  private static PropagatedContext without() {
    var given = PropagatedContext.getOrEmpty();
    return given.find(TenantContext.class).map(given::minus).orElse(given);
  }
}

package io.sensormine.identity.standing;

import io.sensormine.identity.tenant.TenantStatus;
import io.sensormine.identity.tenant.Tenants;
import io.sensormine.kit.standing.Bearer;
import io.sensormine.kit.standing.Standing;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Judges by the database, so that what ends here ends at once. */
@Singleton
final class OwnStanding implements Standing {
  private final StandingRepository repository;
  private final Tenants tenants;

  OwnStanding(StandingRepository repository, Tenants tenants) {
    this.repository = repository;
    this.tenants = tenants;
  }

  @Override
  public @Nullable Verdict peek(Bearer bearer) {
    return null;
  }

  @Override
  public Verdict judge(Bearer bearer) {
    var session = bearer.session();
    return session == null
        ? bearer.tenantId().map(this::tenant).orElse(Verdict.STANDS)
        : user(session);
  }

  private Verdict tenant(UUID id) {
    return tenants
        .status(id)
        .map(status -> status == TenantStatus.ACTIVE ? Verdict.STANDS : Verdict.SUSPENDED)
        .orElse(Verdict.UNKNOWN_TENANT);
  }

  private Verdict user(Bearer.Session session) {
    UUID id;
    try {
      id = UUID.fromString(session.subject());
    } catch (IllegalArgumentException nobodyOfOurs) {
      return Verdict.ENDED;
    }
    return Verdict.valueOf(repository.user(id, session.generation()));
  }
}

package io.sensormine.identity.event;

import io.sensormine.kit.id.Ids;
import io.sensormine.kit.tenant.TenantContext;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Writes the security log; within a transaction, an event lands with what it tells of. */
@Singleton
public class SecurityEvents {
  private final SecurityEventRepository events;
  private final Clock clock;

  SecurityEvents(SecurityEventRepository events, Clock clock) {
    this.events = events;
    this.clock = clock;
  }

  /**
   * Notes that something happened, for the tenant at hand or, where there is none, the platform.
   *
   * @param actor the subject of the token that acted; null where nobody was signed in
   * @param target the id of what it happened to
   * @param detail a few words, free of secrets and of what somebody typed at a login
   */
  public void record(
      SecurityEventType type,
      @Nullable String actor,
      @Nullable Object target,
      @Nullable String detail) {
    events.save(
        new SecurityEvent(
            Ids.next(),
            TenantContext.current().orElse(null),
            clock.instant(),
            type,
            actor,
            target == null ? null : target.toString(),
            detail));
  }

  /**
   * Notes what the tenant at hand is told of once in a while, however often it happens.
   *
   * @param within in which the same type and actor is not noted again
   * @param actor the subject of the token that acted
   */
  public void recordOnceIn(Duration within, SecurityEventType type, String actor, String detail) {
    var now = clock.instant();
    events.saveOnce(
        Ids.next(), TenantContext.required(), now, type, actor, detail, now.minus(within));
  }
}

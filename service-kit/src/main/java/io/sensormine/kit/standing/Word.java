package io.sensormine.kit.standing;

import io.sensormine.contracts.identity.EndedSessions;
import io.sensormine.contracts.identity.SuspendedTenants;
import io.sensormine.kit.standing.Standing.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What identity-api said of who may act no more.
 *
 * @param below by user: tokens of a generation below it are refused
 * @param before by tenant: its users' tokens that were issued before it are refused
 * @param askedAt when identity-api was asked
 */
record Word(
    Set<UUID> suspended, Map<String, Integer> below, Map<UUID, Instant> before, Instant askedAt) {
  /** Tokens tell the second they were issued in; the rest is for what was under way then. */
  private static final Duration MARGIN = Duration.ofSeconds(10);

  Word {
    suspended = Set.copyOf(suspended);
    below = Map.copyOf(below);
    before = Map.copyOf(before);
  }

  static Word of(SuspendedTenants suspended, EndedSessions ended, Instant askedAt) {
    Map<String, Integer> below = HashMap.newHashMap(ended.users().size());
    ended.users().forEach(user -> below.merge(user.id().toString(), user.below(), Math::max));
    Map<UUID, Instant> before = HashMap.newHashMap(ended.tenants().size());
    ended.tenants().forEach(tenant -> before.put(tenant.id(), tenant.before()));
    return new Word(suspended.ids(), below, before, askedAt);
  }

  Verdict on(Bearer bearer) {
    var tenantId = bearer.tenantId().orElse(null);
    if (tenantId != null && suspended.contains(tenantId)) {
      return Verdict.SUSPENDED;
    }
    var session = bearer.session();
    if (session == null) {
      return Verdict.STANDS;
    }
    var earliest = tenantId == null ? null : before.get(tenantId);
    var ended =
        session.generation() < below.getOrDefault(session.subject(), 0)
            || (earliest != null && session.issuedAt().isBefore(earliest.plus(MARGIN)));
    return ended ? Verdict.ENDED : Verdict.STANDS;
  }
}

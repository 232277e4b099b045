package io.sensormine.contracts.identity;

import io.micronaut.core.annotation.Introspected;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Access tokens that are refused though they have not expired.
 *
 * @param users whose tokens of earlier generations are
 * @param tenants of which so many users were ended that not each is named
 */
@Introspected
public record EndedSessions(List<User> users, List<Tenant> tenants) {
  public EndedSessions {
    users = List.copyOf(users);
    tenants = List.copyOf(tenants);
  }

  /**
   * A user who was deleted, or whose password or roles were changed.
   *
   * @param below tokens of a generation below this one are refused; those of a deleted user all are
   */
  @Introspected
  public record User(UUID id, int below) {}

  /**
   * A tenant all of whose users' older tokens are refused; who still may act refreshes theirs.
   *
   * @param before when the last of those that are not named was ended
   */
  @Introspected
  public record Tenant(UUID id, Instant before) {}
}

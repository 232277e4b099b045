package io.sensormine.identity.user;

import io.micronaut.transaction.annotation.Transactional;
import io.sensormine.identity.event.SecurityEventType;
import io.sensormine.identity.event.SecurityEvents;
import io.sensormine.identity.token.TokenSettings;
import io.sensormine.kit.id.Ids;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.tenant.TenantContext;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes, changes and deletes the users of the tenant at hand; where none is, platform admins. */
@Singleton
public class Users {
  private final UserRepository users;
  private final SecurityEvents events;
  private final Clock clock;

  Users(UserRepository users, SecurityEvents events, Clock clock) {
    this.users = users;
    this.events = events;
    this.clock = clock;
  }

  @Transactional
  User create(CreateUser request, String passwordHash, String actor) {
    var user =
        users.save(
            made(
                TenantContext.required(),
                request.email(),
                request.displayName(),
                passwordHash,
                TenantRole.names(request.roles())));
    events.record(SecurityEventType.USER_CREATED, actor, user.id(), roles(user.roles()));
    return user;
  }

  @Transactional
  User createPlatformAdmin(CreatePlatformAdmin request, String passwordHash, String actor) {
    var user =
        users.save(
            made(
                null,
                request.email(),
                request.displayName(),
                passwordHash,
                List.of(Roles.PLATFORM_ADMIN)));
    events.record(SecurityEventType.PLATFORM_ADMIN_CREATED, actor, user.id(), null);
    return user;
  }

  private User made(
      @Nullable UUID tenantId,
      String email,
      String displayName,
      String passwordHash,
      List<String> roles) {
    var now = clock.instant();
    return new User(
        Ids.next(),
        tenantId,
        email.strip().toLowerCase(Locale.ROOT),
        displayName.strip(),
        passwordHash,
        roles,
        0,
        null,
        null,
        0,
        now,
        now);
  }

  /**
   * Changes a user; empty where there is no such one.
   *
   * @param passwordHash of the new password; null where it stays
   */
  @Transactional
  Optional<User> change(UUID id, ChangeUser request, @Nullable String passwordHash, String actor) {
    var now = clock.instant();
    return users
        .lock(id)
        .map(before -> {
          var after = users.update(changed(before, request, passwordHash, now));
          note(before, after, passwordHash != null, actor, now);
          return after;
        });
  }

  /** What a user of the tenant at hand is called; empty where it has no such one. */
  public Optional<String> displayName(UUID id) {
    return users.findById(id).map(User::displayName);
  }

  /**
   * Gives a user another password, ending every session; false where there is no such user, or the
   * sessions were ended since the generation that the present password was judged in.
   */
  @Transactional
  public boolean changePassword(UUID id, int generation, String passwordHash, String actor) {
    return users.lock(id).filter(user -> user.tokenGeneration() == generation).isPresent()
        && change(id, new ChangeUser(null, null, null), passwordHash, actor).isPresent();
  }

  /** Deletes a user and its sessions; whether there was one. */
  @Transactional
  boolean delete(UUID id, String actor) {
    if (users.remove(id) == 0) {
      return false;
    }
    endTokens(id, Integer.MAX_VALUE, clock.instant());
    events.record(SecurityEventType.USER_DELETED, actor, id, null);
    return true;
  }

  /**
   * Deletes a platform admin and their sessions; whether there was one. The last one stays (409),
   * for nobody could make another.
   */
  @Transactional
  boolean deletePlatformAdmin(UUID id, String actor) {
    // one deletion after another: two who delete each other would leave nobody
    var all = users.lockPlatformAdmins();
    if (all.equals(List.of(id))) {
      throw ProblemException.of(
          ProblemType.ILLEGAL_STEP,
          "This is the last platform admin, without whom nobody could make another; make one first.");
    }
    return delete(id, actor);
  }

  private static User changed(
      User before, ChangeUser request, @Nullable String passwordHash, Instant now) {
    var unlock = passwordHash != null;
    var roles = request.roles() == null ? before.roles() : TenantRole.names(request.roles());
    var ends = passwordHash != null || !roles.equals(before.roles());
    return new User(
        before.id(),
        before.tenantId(),
        before.email(),
        request.displayName() == null ? before.displayName() : request.displayName().strip(),
        passwordHash == null ? before.passwordHash() : passwordHash,
        roles,
        unlock ? 0 : before.failedLogins(),
        unlock ? null : before.lockedUntil(),
        before.lastLoginAt(),
        ends ? before.tokenGeneration() + 1 : before.tokenGeneration(),
        before.createdAt(),
        now);
  }

  private void note(User before, User after, boolean newPassword, String actor, Instant now) {
    if (after.tokenGeneration() != before.tokenGeneration()) {
      endTokens(after.id(), after.tokenGeneration(), now);
    }
    if (newPassword) {
      users.endSessions(after.id(), now);
      events.record(SecurityEventType.PASSWORD_CHANGED, actor, after.id(), null);
    }
    if (!after.roles().equals(before.roles())) {
      events.record(
          SecurityEventType.ROLES_CHANGED,
          actor,
          after.id(),
          roles(before.roles()) + " → " + roles(after.roles()));
    }
    if (!after.displayName().equals(before.displayName())) {
      events.record(SecurityEventType.USER_CHANGED, actor, after.id(), "display name");
    }
  }

  /**
   * Has every service refuse the user's access tokens of earlier generations; those of a platform
   * admin the database ends by itself.
   */
  private void endTokens(UUID id, int belowGeneration, Instant now) {
    TenantContext.current()
        .ifPresent(tenantId -> {
          users.endTokens(id, tenantId, belowGeneration, now);
          users.forgetEnded(now.minus(TokenSettings.LONGEST.multipliedBy(2)));
        });
  }

  private static String roles(List<String> roles) {
    return String.join(", ", roles);
  }
}

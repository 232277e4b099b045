package io.sensormine.identity.bootstrap;

import io.micronaut.transaction.annotation.Transactional;
import io.sensormine.identity.event.SecurityEventType;
import io.sensormine.identity.event.SecurityEvents;
import io.sensormine.identity.password.Owner;
import io.sensormine.identity.password.PasswordHasher;
import io.sensormine.identity.password.PasswordPolicy;
import io.sensormine.identity.password.SignInPlace;
import io.sensormine.kit.id.Ids;
import io.sensormine.kit.text.PlainText;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the first platform admin where there is none; without one nobody could do anything. */
@Singleton
class FirstAdmin {
  private static final Logger LOG = LoggerFactory.getLogger(FirstAdmin.class);

  private final BootstrapSettings settings;
  private final FirstAdminRepository admins;
  private final PasswordPolicy policy;
  private final PasswordHasher hasher;
  private final SecurityEvents events;
  private final Clock clock;
  private final SignInPlace place;

  FirstAdmin(
      BootstrapSettings settings,
      FirstAdminRepository admins,
      PasswordPolicy policy,
      PasswordHasher hasher,
      SecurityEvents events,
      Clock clock,
      SignInPlace place) {
    this.settings = settings;
    this.admins = admins;
    this.policy = policy;
    this.hasher = hasher;
    this.events = events;
    this.clock = clock;
    this.place = place;
  }

  /**
   * Sees to it that there is one, if told who; not where people sign in at a provider.
   *
   * @throws IllegalStateException saying what to do, where the settings cannot be used
   */
  @Transactional
  void ensure() {
    if (!place.isHere() || admins.anyExists()) {
      return;
    }
    var email = settings.email();
    var password = settings.password();
    if (email == null && password == null) {
      LOG.warn(
          "There is no platform admin; set SENSORMINE_BOOTSTRAP_EMAIL and"
              + " SENSORMINE_BOOTSTRAP_PASSWORD and start again to make the first");
      return;
    }
    if (email == null || password == null) {
      throw new IllegalStateException(
          "Set both SENSORMINE_BOOTSTRAP_EMAIL and SENSORMINE_BOOTSTRAP_PASSWORD, or neither.");
    }
    if (email.indexOf('@') < 1 || email.length() > 254 || !PlainText.isLine(email)) {
      throw new IllegalStateException("SENSORMINE_BOOTSTRAP_EMAIL is no e-mail address.");
    }
    policy
        .objection(password, new Owner(email, null, null))
        .ifPresent(why -> {
          throw new IllegalStateException("SENSORMINE_BOOTSTRAP_PASSWORD: " + why);
        });
    var id = Ids.next();
    var address = email.toLowerCase(Locale.ROOT);
    if (admins.makeFirst(id, address, "Platform admin", hasher.hash(password), clock.instant())) {
      events.record(SecurityEventType.PLATFORM_ADMIN_CREATED, null, id, null);
      LOG.info("Made the first platform admin, {}", address);
    }
  }
}

package io.sensormine.identity.bootstrap;

import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.context.event.StartupEvent;
import io.sensormine.identity.key.SigningKeys;
import jakarta.inject.Singleton;
import javax.sql.DataSource;

/** After the migrations and before the first request: the keys, then the first platform admin. */
@Singleton
@Requires(beans = DataSource.class)
final class Startup implements ApplicationEventListener<StartupEvent> {
  private final SigningKeys keys;
  private final FirstAdmin firstAdmin;

  Startup(SigningKeys keys, FirstAdmin firstAdmin) {
    this.keys = keys;
    this.firstAdmin = firstAdmin;
  }

  @Override
  public void onApplicationEvent(StartupEvent event) {
    keys.start();
    firstAdmin.ensure();
  }
}

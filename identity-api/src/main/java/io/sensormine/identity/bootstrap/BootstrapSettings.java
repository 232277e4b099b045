package io.sensormine.identity.bootstrap;

import io.micronaut.context.annotation.ConfigurationProperties;
import org.jspecify.annotations.Nullable;

/**
 * The first platform admin, from {@code SENSORMINE_BOOTSTRAP_EMAIL} and {@code _PASSWORD}; both or
 * neither.
 */
@ConfigurationProperties("sensormine.identity.bootstrap")
record BootstrapSettings(@Nullable String email, @Nullable String password) {
  BootstrapSettings {
    email = email == null || email.isBlank() ? null : email.strip();
    password = password == null || password.isEmpty() ? null : password;
  }

  @Override
  public String toString() {
    return "BootstrapSettings[]";
  }
}

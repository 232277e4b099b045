package io.sensormine.identity.password;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * How strict and how dear passwords are. The defaults of Argon2id are the OWASP ones.
 *
 * @param minLength characters that a password has at least, 8 or more
 * @param memoryKib memory of one Argon2id hash, in KiB
 * @param iterations passes of Argon2id
 * @param parallelism lanes of Argon2id
 * @param maxConcurrent hashes computed at the same time; it bounds memory and processor
 * @param maxWait how long a request waits for its turn before it is told to come again
 */
@ConfigurationProperties("sensormine.identity.passwords")
public record PasswordSettings(
    @Bindable(defaultValue = "12") int minLength,
    @Bindable(defaultValue = "19456") int memoryKib,
    @Bindable(defaultValue = "2") int iterations,
    @Bindable(defaultValue = "1") int parallelism,
    @Bindable(defaultValue = "4") int maxConcurrent,
    @Bindable(defaultValue = "5s") Duration maxWait) {
  public PasswordSettings {
    if (minLength < 8) {
      throw new IllegalArgumentException(
          "sensormine.identity.passwords.min-length must be 8 or more");
    }
    if (parallelism < 1 || iterations < 1 || memoryKib < 8 * parallelism) {
      throw new IllegalArgumentException(
          "sensormine.identity.passwords: Argon2id takes 1 or more iterations and lanes, and 8 KiB a lane");
    }
    if (maxConcurrent < 1) {
      throw new IllegalArgumentException(
          "sensormine.identity.passwords.max-concurrent must be 1 or more");
    }
  }
}

package io.sensormine.identity.password;

import io.sensormine.kit.rate.Turns;
import jakarta.inject.Singleton;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What is taken for a password: long enough, and none of those that attackers try first, however
 * disguised. Thread-safe.
 */
@Singleton
public final class PasswordPolicy {
  private static final String COMMONEST = "commonest-passwords.txt";

  /**
   * Guesses that a password withstands, a power of ten; the lock allows few and Argon2 slow ones.
   */
  private static final int MIN_EXPONENT = 8;

  private final int minLength;
  private final Guesses guesses;
  private final Turns turns;

  PasswordPolicy(PasswordSettings settings) {
    this.minLength = settings.minLength();
    this.guesses = new Guesses(read());
    this.turns =
        new Turns(
            "Too many passwords are being judged; try again in a moment.",
            settings.maxConcurrent(),
            settings.maxWait());
  }

  /** Why a password is refused, as sentences; empty where it is taken. */
  public Optional<String> objection(String password, Owner owner) {
    if (password.codePointCount(0, password.length()) < minLength) {
      return Optional.of("A password has at least %d characters.".formatted(minLength));
    }
    var estimate = turns.take(() -> guesses.of(password, owner.words()));
    return estimate.exponent() < MIN_EXPONENT
        ? Optional.of(
            ("This password is among those that attackers try first: %s. Take several words that"
                    + " have nothing to do with each other, or have a password manager make one.")
                .formatted(estimate.weakness()))
        : Optional.empty();
  }

  private static List<String> read() {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    PasswordPolicy.class.getResourceAsStream(COMMONEST), COMMONEST),
                StandardCharsets.UTF_8))) {
      return lines.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.sensormine.identity.password;

import jakarta.inject.Singleton;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What is taken for a password: long enough, and none of those that everyone tries first. */
@Singleton
public final class PasswordPolicy {
  private static final String COMMONEST = "commonest-passwords.txt";

  private final int minLength;
  private final Set<String> commonest;

  PasswordPolicy(PasswordSettings settings) {
    this.minLength = settings.minLength();
    this.commonest = read();
  }

  /** Why a password is refused, as a sentence; empty where it is taken. */
  public Optional<String> objection(String password) {
    if (password.codePointCount(0, password.length()) < minLength) {
      return Optional.of("A password has at least %d characters.".formatted(minLength));
    }
    return commonest.contains(password.toLowerCase(Locale.ROOT))
        ? Optional.of("This password is among those that attackers try first; take another.")
        : Optional.empty();
  }

  private static Set<String> read() {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    PasswordPolicy.class.getResourceAsStream(COMMONEST), COMMONEST),
                StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

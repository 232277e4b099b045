package io.sensormine.local;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The password of every role that signs in. It never prints them. */
public record RolePasswords(Map<DatabaseRole, String> passwords) {

  public RolePasswords {
    passwords = Map.copyOf(passwords);
    if (passwords.size() < DatabaseRole.values().length) {
      throw new IllegalArgumentException("Each role needs a password");
    }
  }

  /** Fresh random ones. */
  public static RolePasswords generate() {
    return by(role -> secret());
  }

  /**
   * Those in the environment.
   *
   * @throws DatabaseUnavailableException naming the variables that are missing
   */
  public static RolePasswords from(Map<String, String> environment) {
    String missing =
        Arrays.stream(DatabaseRole.values())
            .map(DatabaseRole::passwordVariable)
            .filter(variable -> environment.getOrDefault(variable, "").isEmpty())
            .collect(Collectors.joining(", "));
    if (!missing.isEmpty()) {
      throw new DatabaseUnavailableException("Set the database passwords " + missing + ".");
    }
    return by(role -> environment.getOrDefault(role.passwordVariable(), ""));
  }

  static RolePasswords by(Function<DatabaseRole, String> password) {
    Map<DatabaseRole, String> passwords = new EnumMap<>(DatabaseRole.class);
    for (DatabaseRole role : DatabaseRole.values()) {
      passwords.put(role, password.apply(role));
    }
    return new RolePasswords(passwords);
  }

  /** 192 random bits, as hexadecimal digits. */
  static String secret() {
    byte[] bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** That role's. */
  public String of(DatabaseRole role) {
    return passwords.getOrDefault(role, "");
  }

  /** The passwords of that database's roles under their environment variables' names. */
  public Map<String, String> environment(Purpose purpose) {
    Map<String, String> environment = new TreeMap<>();
    for (DatabaseRole role : DatabaseRole.values()) {
      if (role.purpose() == purpose) {
        environment.put(role.passwordVariable(), of(role));
      }
    }
    return environment;
  }

  @Override
  public String toString() {
    return "RolePasswords[…]";
  }
}

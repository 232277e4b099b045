package io.sensormine.local;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A PostgreSQL server and, where it is known, a superuser of it.
 *
 * @param authority host and port
 * @param parameters the URL's parameters with their question mark; empty for none
 */
record DatabaseServer(String authority, String parameters, Optional<Superuser> superuser) {

  private static final String WRONG_PASSWORD = "28P01";
  private static final Pattern URL = Pattern.compile("jdbc:postgresql://([^/?]+)/([^?]+)(\\?.*)?");

  /** A superuser's name and password. It never prints the password. */
  record Superuser(String name, String password) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** A server and one of its databases. */
  record Address(DatabaseServer server, String databaseName) {}

  /** A server on this machine whose superuser is {@code postgres}. */
  static DatabaseServer local(String host, int port, String password) {
    return new DatabaseServer(
        host + ":" + port, "", Optional.of(new Superuser("postgres", password)));
  }

  /**
   * The server and database that the environment names.
   *
   * @throws DatabaseUnavailableException where the URL is missing or not one of PostgreSQL
   */
  static Address given(Purpose purpose, Map<String, String> environment) {
    String url = environment.getOrDefault(purpose.urlVariable(), "");
    Matcher matcher = URL.matcher(url);
    if (!matcher.matches()) {
      throw new DatabaseUnavailableException(
          "Set " + purpose.urlVariable() + " to jdbc:postgresql://host:port/database.");
    }
    String user = environment.getOrDefault(purpose.adminUserVariable(), "");
    String password = environment.getOrDefault(purpose.adminPasswordVariable(), "");
    String parameters = matcher.group(3);
    return new Address(
        new DatabaseServer(
            matcher.group(1),
            parameters == null ? "" : parameters,
            user.isEmpty() ? Optional.empty() : Optional.of(new Superuser(user, password))),
        matcher.group(2));
  }

  /** The JDBC URL of one of its databases, without credentials. */
  String url(String databaseName) {
    return "jdbc:postgresql://" + authority + "/" + databaseName + parameters;
  }

  String adminUrl(String databaseName) {
    Superuser admin = requireSuperuser();
    return url(databaseName)
        + (parameters.isEmpty() ? "?" : "&")
        + "user="
        + encode(admin.name())
        + "&password="
        + encode(admin.password());
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  Connection connect(String databaseName) throws SQLException {
    Superuser admin = requireSuperuser();
    return connect(databaseName, admin.name(), admin.password());
  }

  Connection connect(String databaseName, String user, String password) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("connectTimeout", "5");
    return DriverManager.getConnection(url(databaseName), properties);
  }

  /**
   * Waits until it answers its superuser.
   *
   * @param ended whether waiting longer is useless, because its process has gone
   * @throws SQLException the last refusal, at the limit, or at once where the password is wrong
   */
  void awaitAnswer(Duration limit, BooleanSupplier ended) throws SQLException {
    Instant deadline = Instant.now().plus(limit);
    while (true) {
      boolean over = ended.getAsBoolean() || Instant.now().isAfter(deadline);
      try (Connection _ = connect("postgres")) {
        return;
      } catch (SQLException e) {
        if (over || WRONG_PASSWORD.equals(e.getSQLState())) {
          throw e;
        }
        Waiting.pause();
      }
    }
  }

  private Superuser requireSuperuser() {
    return superuser.orElseThrow(
        () -> new IllegalStateException("No superuser of " + authority + " is known"));
  }
}

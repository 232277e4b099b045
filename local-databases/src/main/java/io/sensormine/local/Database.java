package io.sensormine.local;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** One database with its roles in place, before any migration. Safe for use by many threads. */
public sealed class Database permits TestDatabase {

  private final DatabaseServer server;
  private final String name;
  private final Purpose purpose;
  private final RolePasswords passwords;

  Database(DatabaseServer server, String name, Purpose purpose, RolePasswords passwords) {
    this.server = server;
    this.name = name;
    this.purpose = purpose;
    this.passwords = passwords;
  }

  /** Its JDBC URL, without credentials. */
  public final String url() {
    return server.url(name);
  }

  /**
   * Its JDBC URL with a superuser's name and password.
   *
   * @throws IllegalStateException for a given database whose superuser is not given
   */
  public final String adminUrl() {
    return server.adminUrl(name);
  }

  /**
   * A new connection of a superuser, who sees every row; the caller closes it.
   *
   * @throws IllegalStateException for a given database whose superuser is not given
   */
  public final Connection adminConnection() throws SQLException {
    return server.connect(name);
  }

  /** A new connection as one of its roles; the caller closes it. */
  public final Connection connect(DatabaseRole role) throws SQLException {
    return server.connect(name, role.roleName(), passwords.of(role));
  }

  /** Its name on its server. */
  public final String name() {
    return name;
  }

  public final Purpose purpose() {
    return purpose;
  }

  /** The environment variables that lead a service to it: its URL and its roles' passwords. */
  public final Map<String, String> environment() {
    Map<String, String> environment = new TreeMap<>(passwords.environment(purpose));
    environment.put(purpose.urlVariable(), url());
    return Map.copyOf(environment);
  }

  /**
   * Which TimescaleDB it runs, asked of the database.
   *
   * @throws IllegalStateException for the config database, which runs none
   */
  public final Edition edition() {
    if (purpose != Purpose.TIMESERIES) {
      throw new IllegalStateException("The config database runs no TimescaleDB");
    }
    try (Connection connection = connect(DatabaseRole.TELEMETRY_OWNER);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT current_setting('timescaledb.license')")) {
      row.next();
      return Edition.valueOf(row.getString(1).toUpperCase(Locale.ROOT));
    } catch (SQLException e) {
      throw new DatabaseUnavailableException(url() + " does not answer: " + e.getMessage(), e);
    }
  }

  @Override
  public final String toString() {
    return url();
  }

  final DatabaseServer server() {
    return server;
  }
}

package io.sensormine.local;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Makes a database and prepares it: roles, their passwords, schemas, grants. */
final class Bootstrap {

  private Bootstrap() {}

  /** Makes the database where it is missing and prepares it, whatever state it is in. */
  static void run(
      DatabaseServer server, String databaseName, Purpose purpose, RolePasswords passwords) {
    try {
      createIfMissing(server, databaseName);
      prepare(server, databaseName, purpose, passwords);
    } catch (SQLException e) {
      throw new DatabaseUnavailableException(
          "The "
              + purpose.label()
              + " at "
              + server.url(databaseName)
              + " could not be prepared: "
              + e.getMessage(),
          e);
    }
  }

  private static void createIfMissing(DatabaseServer server, String databaseName)
      throws SQLException {
    try (Connection connection = server.connect("postgres")) {
      if (exists(connection, databaseName)) {
        return;
      }
      try (Statement statement = connection.createStatement()) {
        statement.execute("CREATE DATABASE " + statement.enquoteIdentifier(databaseName, true));
      } catch (SQLException e) {
        // Somebody else may have made it meanwhile.
        if (!exists(connection, databaseName)) {
          throw e;
        }
      }
    }
  }

  private static boolean exists(Connection connection, String databaseName) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("SELECT FROM pg_database WHERE datname = ?")) {
      query.setString(1, databaseName);
      try (ResultSet rows = query.executeQuery()) {
        return rows.next();
      }
    }
  }

  /** Prepares a database that exists. */
  static void prepare(
      DatabaseServer server, String databaseName, Purpose purpose, RolePasswords passwords)
      throws SQLException {
    try (Connection connection = server.connect(databaseName)) {
      try (PreparedStatement set = connection.prepareStatement("SELECT set_config(?, ?, false)")) {
        for (DatabaseRole role : DatabaseRole.values()) {
          if (role.purpose() == purpose) {
            set.setString(1, "bootstrap." + role.roleName() + "_password");
            set.setString(2, passwords.of(role));
            set.execute();
          }
        }
      }
      try (Statement statement = connection.createStatement()) {
        statement.execute(Resources.read(purpose.bootstrapResource()));
      }
    }
  }
}

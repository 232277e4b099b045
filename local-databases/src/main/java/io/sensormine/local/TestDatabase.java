package io.sensormine.local;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A database of one test's own. */
public final class TestDatabase extends Database implements AutoCloseable {

  TestDatabase(DatabaseServer server, String name, Purpose purpose, RolePasswords passwords) {
    super(server, name, purpose, passwords);
  }

  /** Drops it, whoever is still connected. Again does nothing. */
  @Override
  public void close() {
    try (Connection connection = server().connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "DROP DATABASE IF EXISTS " + statement.enquoteIdentifier(name(), true) + " WITH (FORCE)");
    } catch (SQLException e) {
      throw new IllegalStateException("Could not drop " + url(), e);
    }
  }
}

package io.sensormine.local;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** One-line questions to a database. */
final class Sql {

  private Sql() {}

  static void execute(Database database, String sql) throws SQLException {
    try (Connection connection = database.adminConnection()) {
      execute(connection, sql);
    }
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The first column of the first row. */
  static @Nullable String ask(Database database, String sql) throws SQLException {
    try (Connection connection = database.adminConnection()) {
      return ask(connection, sql);
    }
  }

  static @Nullable String ask(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}

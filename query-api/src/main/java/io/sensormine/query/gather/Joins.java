package io.sensormine.query.gather;

import java.sql.Connection;
import java.sql.SQLException;

/** How the database may join, until the transaction ends. */
final class Joins {
  private Joins() {}

  /**
   * Keeps the database from looking every row up among the devices one by one, which it would do
   * where it guesses that there are few rows.
   */
  static void rowByRow(Connection connection, boolean allowed) throws SQLException {
    try (var statement =
        connection.prepareStatement("SELECT set_config('enable_nestloop', ?, true)")) {
      statement.setString(1, allowed ? "on" : "off");
      statement.execute();
    }
  }
}

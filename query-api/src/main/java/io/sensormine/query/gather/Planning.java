package io.sensormine.query.gather;

import java.sql.Connection;
import java.sql.SQLException;

/** How the database is to read what comes next, until the transaction ends or another is set. */
enum Planning {
  /** As it likes. */
  FREE("on", "on"),
  /**
   * Not looking every row up among the devices one by one, which it would where it guesses that
   * there are few rows.
   */
  TOGETHER("off", "on"),
  /**
   * Not sorting: in the order that an index has, or by hashes where none is asked for. So every
   * transaction begins, by the options of the data source.
   */
  UNSORTED("on", "off"),
  /** Neither one by one nor sorting: all by hashes. */
  HASHED("off", "off");

  private final String nestedLoops;
  private final String sorts;

  Planning(String nestedLoops, String sorts) {
    this.nestedLoops = nestedLoops;
    this.sorts = sorts;
  }

  void set(Connection connection) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            "SELECT set_config('enable_nestloop', ?, true), set_config('enable_sort', ?, true)")) {
      statement.setString(1, nestedLoops);
      statement.setString(2, sorts);
      statement.execute();
    }
  }
}

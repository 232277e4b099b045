package io.sensormine.kit.problem;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

/** Tells a database that cannot be reached, or cannot work, from one that refuses a statement. */
public final class DatabaseAway {
  private DatabaseAway() {}

  /** SQLSTATE classes 08 connection, 53 resources, 57P shutdown, 58 system; 25006 read-only. */
  public static boolean isShownBy(SQLException error) {
    var state = error.getSQLState();
    return error instanceof SQLTransientConnectionException
        || (state != null
            && (state.startsWith("08")
                || state.startsWith("53")
                || state.startsWith("57P")
                || state.startsWith("58")
                || state.equals("25006")));
  }
}

package io.sensormine.kit.problem;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

/** Tells a database that cannot be reached, or cannot work, from one that refuses a statement. */
public final class DatabaseAway {
  private DatabaseAway() {}

  /**
   * What a statement meets by which it is refused again, however often it is repeated: {@code
   * temp_file_limit}, or how much TimescaleDB may unpack for it. The others of its class, a full
   * disk (53100), no memory (53200) and no connection left (53300), are of the server as a whole
   * and pass without anything of the statement's changing.
   */
  private static final String CONFIGURED_LIMIT = "53400";

  /** SQLSTATE classes 08 connection, 53 resources, 57P shutdown, 58 system; 25006 read-only. */
  public static boolean isShownBy(SQLException error) {
    var state = error.getSQLState();
    return error instanceof SQLTransientConnectionException
        || (state != null
            && (state.startsWith("08")
                || (state.startsWith("53") && !state.equals(CONFIGURED_LIMIT))
                || state.startsWith("57P")
                || state.startsWith("58")
                || state.equals("25006")));
  }
}

package io.sensormine.ingestion.store;

import java.io.Serial;
import java.sql.SQLException;
import org.postgresql.util.PSQLState;

/**
 * A message that was taken for new has its row already, or is of an hour that the rollups have
 * closed; nothing of its transaction is kept.
 */
final class WrongGuess extends SQLException {
  @Serial private static final long serialVersionUID = 1;

  WrongGuess(SQLException cause) {
    super("a message was not new", cause.getSQLState(), cause);
  }

  /** Whether a statement that inserts without asking has met a row. */
  static boolean isShownBy(SQLException e) {
    return PSQLState.UNIQUE_VIOLATION.getState().equals(e.getSQLState());
  }
}

package io.sensormine.ingestion.store;

import java.io.Serial;
import java.sql.SQLException;

/** A message that was taken for new has its row already; nothing of its transaction is kept. */
final class StoredBefore extends SQLException {
  @Serial private static final long serialVersionUID = 1;

  StoredBefore(SQLException cause) {
    super("a message was not new", cause.getSQLState(), cause);
  }
}

package io.sensormine.ingestion.store;

import java.io.Serial;
import java.sql.SQLException;

/** The group was committed before, by a transaction whose end was not heard of. */
public final class AlreadyWritten extends SQLException {
  @Serial private static final long serialVersionUID = 1;

  AlreadyWritten(SQLException cause) {
    super("this group has been written", cause.getSQLState(), cause);
  }
}

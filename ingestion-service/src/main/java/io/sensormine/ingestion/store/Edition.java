package io.sensormine.ingestion.store;

import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import io.sensormine.kit.tenant.Connections;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which TimescaleDB this is, asked once: only columnstore depends on it. */
@Context
@Requires(beans = DataSource.class)
final class Edition {
  private static final Logger LOG = LoggerFactory.getLogger(Edition.class);

  private final boolean columnstore;

  Edition(Connections database) throws SQLException {
    try (var connection = database.open();
        var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT current_setting('timescaledb.license')")) {
      row.next();
      columnstore = row.getString(1).equals("timescale");
    }
    if (!columnstore) {
      LOG.info("TimescaleDB is the Apache edition: telemetry stays in rows, without columnstore");
    }
  }

  /** Whether older telemetry is kept in columns. */
  boolean hasColumnstore() {
    return columnstore;
  }
}

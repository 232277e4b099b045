package io.sensormine.kit.testing;

import io.sensormine.local.TestDatabase;
import java.sql.SQLException;

/** Puts what a test has written into columns; see {@link RequiresCommunity}. */
public final class Columnstore {
  private Columnstore() {}

  /**
   * Has statements fail on new connections that unpack more than a row, unless they lift this
   * limit: what they would meet at 100,000.
   */
  public static void limitUnpacking(TestDatabase database) {
    execute(
        database,
        "ALTER DATABASE %s SET timescaledb.max_tuples_decompressed_per_dml_transaction = 1"
            .formatted(database.name()));
  }

  /** All that a hypertable holds, also what has come into columns late. */
  public static void convert(TestDatabase database, String hypertable) {
    execute(
        database,
        """
        DO $$
        DECLARE
          chunk regclass;
        BEGIN
          FOR chunk IN SELECT public.show_chunks('%s') LOOP
            CALL public.convert_to_columnstore(chunk);
          END LOOP;
        END
        $$
        """
            .formatted(hypertable));
  }

  private static void execute(TestDatabase database, String sql) {
    try (var connection = database.adminConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}

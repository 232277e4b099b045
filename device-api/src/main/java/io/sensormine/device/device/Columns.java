package io.sensormine.device.device;

import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Binds rows as one array a column, for {@code unnest}: one statement, however many rows. */
final class Columns<T> {
  private final PreparedStatement statement;
  private final List<T> rows;
  private int next;

  /**
   * Columns from a parameter on.
   *
   * @param first the index of the first array, from 1
   */
  Columns(PreparedStatement statement, int first, List<T> rows) {
    this.statement = statement;
    this.next = first;
    this.rows = rows;
  }

  /** The next column, of a type by its name in the database. */
  Columns<T> of(String type, Function<T, @Nullable Object> value) throws SQLException {
    statement.setArray(next++, array(type, rows.stream().map(value).toArray()));
    return this;
  }

  private Array array(String type, @Nullable Object[] values) throws SQLException {
    return statement.getConnection().createArrayOf(type, values);
  }
}

package io.sensormine.query.format;

import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rows below named columns; read once.
 *
 * @param columns no two of the same name
 */
public record Table(List<Column> columns, Rows rows) {
  public Table {
    columns = List.copyOf(columns);
  }

  /** The rows, one after the other. */
  public interface Rows extends AutoCloseable {
    /**
     * Puts the next row into the cells, each of them; false where there is none left.
     *
     * @param cells one a column, of the column's type or null
     */
    boolean next(@Nullable Object[] cells) throws Exception;

    /**
     * Gives back what reading holds. Any thread may call it at any time, also again; a call of
     * {@link #next} under way ends soon.
     */
    @Override
    void close();
  }

  /** A table of rows that are in memory, or made one by one. */
  public static Table of(List<Column> columns, Stream<@Nullable Object[]> rows) {
    return new Table(columns, new Made(rows.iterator()));
  }

  private record Made(Iterator<@Nullable Object[]> rows) implements Rows {
    @Override
    public boolean next(@Nullable Object[] cells) {
      if (!rows.hasNext()) {
        return false;
      }
      System.arraycopy(rows.next(), 0, cells, 0, cells.length);
      return true;
    }

    @Override
    public void close() {
      // nothing is held
    }
  }
}

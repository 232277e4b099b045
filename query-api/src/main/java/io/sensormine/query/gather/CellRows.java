package io.sensormine.query.gather;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import io.sensormine.query.bucket.Buckets;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes cells of the rows of {@link CellStatements}, whose columns are told by their place. */
final class CellRows {
  private static final int GROUP = 1;
  private static final int NAME = 2;
  private static final int VERSION = 3;
  private static final int BUCKET = 4;
  private static final int READ = 5;
  private static final int SKIPPED = 6;
  private static final int READINGS = 7;
  private static final int TOTAL = 8;
  private static final int SMALLEST = 9;
  private static final int LARGEST = 10;
  private static final int NEWEST = 11;
  private static final int SQUARES = 12;
  private static final int FIRST = 13;
  private static final int LAST = 16;

  /** The power of two that sums of rollups are told by. */
  private static final int SCALE = 40;

  private final boolean rolled;
  private final @Nullable Buckets byTime;

  private CellRows(boolean rolled, @Nullable Buckets byTime) {
    this.rolled = rolled;
    this.byTime = byTime;
  }

  static CellRows ofMessages() {
    return new CellRows(false, null);
  }

  /**
   * Of rollups.
   *
   * @param byTime the buckets, where rows tell theirs by a time; null where by its index
   */
  static CellRows ofRollups(@Nullable Buckets byTime) {
    return new CellRows(true, byTime);
  }

  /** A message is read for all names at once, a rollup's cell for one. */
  Cell cell(ResultSet row) throws SQLException {
    var name = row.getInt(NAME);
    return new Cell(
        row.getInt(GROUP),
        name,
        row.getObject(VERSION, UUID.class),
        byTime == null ? row.getInt(BUCKET) : byTime.at(time(row, BUCKET)),
        rolled || name == 0 ? row.getLong(READ) : 0,
        row.getLong(SKIPPED),
        tally(row));
  }

  private @Nullable Tally tally(ResultSet row) throws SQLException {
    var count = row.getLong(READINGS);
    return count == 0
        ? null
        : new Tally(
            count,
            total(row),
            number(row, SMALLEST),
            number(row, LARGEST),
            finite(row, SQUARES),
            time(row, NEWEST),
            end(row, FIRST),
            end(row, LAST));
  }

  private BigDecimal total(ResultSet row) throws SQLException {
    if (!rolled) {
      return row.getBigDecimal(TOTAL);
    }
    var scaled = row.getDouble(TOTAL);
    var total = Math.scalb(scaled, SCALE);
    return Double.isFinite(total)
        ? BigDecimal.valueOf(total)
        : BigDecimal.valueOf(scaled).multiply(BigDecimal.TWO.pow(SCALE));
  }

  private @Nullable BigDecimal number(ResultSet row, int column) throws SQLException {
    if (!rolled) {
      return row.getBigDecimal(column);
    }
    var number = row.getDouble(column);
    return row.wasNull() ? null : BigDecimal.valueOf(number);
  }

  private static @Nullable BigDecimal finite(ResultSet row, int column) throws SQLException {
    var text = row.getString(column);
    return text == null || text.endsWith("Infinity") || text.equals("NaN")
        ? null
        : new BigDecimal(text);
  }

  /** Its value, and in the next two columns its time and its device. */
  private static @Nullable End end(ResultSet row, int column) throws SQLException {
    var text = row.getString(column);
    return text == null
        ? null
        : new End(node(text), time(row, column + 1), row.getObject(column + 2, UUID.class));
  }

  private static JsonNode node(String text) {
    return switch (text) {
      case "true" -> BooleanNode.TRUE;
      case "false" -> BooleanNode.FALSE;
      default -> DecimalNode.valueOf(new BigDecimal(text));
    };
  }

  private static Instant time(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}

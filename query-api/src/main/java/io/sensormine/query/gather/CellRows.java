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
  /** The power of two that sums of rollups are told by. */
  private static final int SCALE = 40;

  /** In place of a column that there is not. */
  private static final int NONE = 0;

  /** Columns after the version's. */
  private static final int BUCKET = 1;

  private static final int READ = 2;
  private static final int SKIPPED = 3;
  private static final int READINGS = 4;
  private static final int TOTAL = 5;
  private static final int NEWEST = 6;

  private final boolean rolled;

  /** Null where rows tell their bucket by its index. */
  private final @Nullable Buckets byTime;

  private final int group;
  private final int name;
  private final int version;
  private final int bounds;
  private final int squares;
  private final int ends;

  private CellRows(Detail detail, Gathering gathering, boolean rolled, boolean single) {
    this.rolled = rolled;
    var buckets = gathering.buckets();
    this.byTime = single || buckets.size().fixed() ? buckets : null;
    int next = 1;
    group = gathering.grouped() ? next++ : NONE;
    name = gathering.named() ? next++ : NONE;
    version = next;
    next += NEWEST + 1;
    bounds = detail.bounds() ? next : NONE;
    next += detail.bounds() ? 2 : 0;
    squares = detail.squares() ? next++ : NONE;
    ends = detail.ends() ? next : NONE;
  }

  static CellRows ofMessages(Detail detail, Gathering gathering) {
    return new CellRows(detail, gathering, false, false);
  }

  /**
   * Of rollups.
   *
   * @param single whether each cell is a bucket of its own
   */
  static CellRows ofRollups(Detail detail, Gathering gathering, boolean single) {
    return new CellRows(detail, gathering, true, single);
  }

  /** A message is read for all names at once, a rollup's cell for one. */
  Cell cell(ResultSet row) throws SQLException {
    int nameAt = name == NONE ? 0 : row.getInt(name);
    return new Cell(
        group == NONE ? 0 : row.getInt(group),
        nameAt,
        row.getObject(version, UUID.class),
        byTime == null ? row.getInt(version + BUCKET) : byTime.at(time(row, version + BUCKET)),
        rolled || nameAt == 0 ? row.getLong(version + READ) : 0,
        row.getLong(version + SKIPPED),
        tally(row));
  }

  private @Nullable Tally tally(ResultSet row) throws SQLException {
    var count = row.getLong(version + READINGS);
    return count == 0
        ? null
        : new Tally(
            count,
            total(row, version + TOTAL),
            bounds == NONE ? null : number(row, bounds),
            bounds == NONE ? null : number(row, bounds + 1),
            squares == NONE ? null : finite(row, squares),
            time(row, version + NEWEST),
            ends == NONE ? null : end(row, ends),
            ends == NONE ? null : end(row, ends + 3));
  }

  private BigDecimal total(ResultSet row, int column) throws SQLException {
    if (!rolled) {
      return row.getBigDecimal(column);
    }
    var scaled = row.getDouble(column);
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

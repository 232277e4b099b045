package io.sensormine.query.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Series as a table in long form: time, the groups' keys, field, aggregate, unit, value; a row a
 * point, series after series in their order.
 */
public final class LongTable {
  private LongTable() {}

  /** One field of one group by one aggregate. */
  public interface Series {
    /** What the group is, by the keys that it is grouped by. */
    Map<String, String> group();

    String field();

    String aggregate();

    @Nullable String unit();

    List<? extends Point> points();
  }

  /** One value at one time. */
  public interface Point {
    Instant time();

    /** A number, a boolean or text; null where there is none. */
    @Nullable JsonNode value();
  }

  /**
   * The table. {@code value} is a column of numbers where every value is one, else mixed, whose
   * type in Arrow is text.
   */
  public static Table of(List<? extends Series> series) {
    var keys = new LinkedHashSet<String>();
    series.forEach(one -> keys.addAll(one.group().keySet()));
    var columns = new ArrayList<Column>();
    columns.add(new Column("time", ColumnType.TIME));
    keys.forEach(key -> columns.add(new Column(key, ColumnType.TEXT)));
    columns.add(new Column("field", ColumnType.TEXT));
    columns.add(new Column("aggregate", ColumnType.TEXT));
    columns.add(new Column("unit", ColumnType.TEXT));
    columns.add(new Column("value", numeric(series) ? ColumnType.NUMBER : ColumnType.MIXED));
    return Table.of(columns, series.stream().flatMap(one -> rows(one, List.copyOf(keys))));
  }

  private static boolean numeric(List<? extends Series> series) {
    return series.stream()
        .flatMap(one -> one.points().stream())
        .map(Point::value)
        .allMatch(value -> value == null || value.isNull() || value.isNumber());
  }

  private static Stream<@Nullable Object[]> rows(Series series, List<String> keys) {
    return series.points().stream().map(point -> row(series, keys, point));
  }

  private static @Nullable Object[] row(Series series, List<String> keys, Point point) {
    var cells = new @Nullable Object[keys.size() + 5];
    int at = 0;
    cells[at++] = point.time();
    for (var key : keys) {
      cells[at++] = series.group().get(key);
    }
    cells[at++] = series.field();
    cells[at++] = series.aggregate();
    cells[at++] = series.unit();
    cells[at] = Cells.of(point.value());
    return cells;
  }
}

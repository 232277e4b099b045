package io.sensormine.query.raw;

import io.sensormine.query.format.Column;
import io.sensormine.query.format.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** The columns of messages as a table: four that each has, then the fields in order of name. */
record RawColumns(SortedMap<String, ColumnType> fields) {
  /** The columns before those of the fields. */
  static final List<Column> FIXED =
      List.of(
          new Column("time", ColumnType.TIME),
          new Column("deviceId", ColumnType.TEXT),
          new Column("externalId", ColumnType.TEXT),
          new Column("schemaVersion", ColumnType.TEXT));

  private static final String PREFIX = "fields.";

  List<Column> all() {
    var columns = new ArrayList<>(FIXED);
    fields.forEach((field, type) -> columns.add(new Column(name(field), type)));
    return columns;
  }

  /**
   * The field's own name; where it is that of one of the four, or would be without what is put
   * before it here, {@code fields.} is put before it, so that no two columns have one name.
   */
  static String name(String field) {
    var bare = field;
    while (bare.startsWith(PREFIX)) {
      bare = bare.substring(PREFIX.length());
    }
    var taken = bare;
    return FIXED.stream().anyMatch(column -> column.name().equals(taken)) ? PREFIX + field : field;
  }

  /** The type of a column of values of both types; of the first where there is no other. */
  static ColumnType both(@Nullable ColumnType one, ColumnType other) {
    return one == null || one == other ? other : ColumnType.MIXED;
  }
}

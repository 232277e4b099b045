package io.sensormine.device.bulk;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A row of a CSV file, its cells not yet read.
 *
 * @param line where it starts, the header's being 1
 * @param otherwise the type of a row that names none; null where there is none
 */
record CsvRow(long line, List<String> cells, CsvColumns columns, @Nullable UUID otherwise) {
  private static final int UUID_LENGTH = 36;

  static CsvRow of(CsvRecord row, CsvColumns columns, @Nullable UUID otherwise) {
    return new CsvRow(row.getStartingLineNumber(), row.getFields(), columns, otherwise);
  }

  /** Whether it has a cell for each column, and no more. */
  boolean fits() {
    return cells.size() == columns.count();
  }

  /** A cell; null where it is empty, or the file has no such column. */
  @Nullable String cell(String column) {
    var at = columns.fixed().get(column);
    return at == null ? null : filled(at);
  }

  /** An attribute's cell; null where it is empty, or the file has no such column. */
  @Nullable String attribute(String name) {
    var at = columns.attributes().get(name);
    return at == null ? null : filled(at);
  }

  /** Each attribute that has a value. */
  void attributes(BiConsumer<String, String> each) {
    for (Map.Entry<String, Integer> column : columns.attributes().entrySet()) {
      var cell = filled(column.getValue());
      if (cell != null) {
        each.accept(column.getKey(), cell);
      }
    }
  }

  /** What it says, or what is said for it; null where neither is a UUID. */
  @Nullable UUID deviceTypeId() {
    var cell = cell("deviceTypeId");
    if (cell == null) {
      return otherwise;
    }
    try {
      return cell.length() == UUID_LENGTH ? UUID.fromString(cell) : null;
    } catch (IllegalArgumentException notOne) {
      return null;
    }
  }

  private @Nullable String filled(int at) {
    return at < cells.size() && !cells.get(at).isEmpty() ? cells.get(at) : null;
  }

  /** How many cells there are, for people. */
  String count() {
    return "This row has %d cells, the header %d.".formatted(cells.size(), columns.count());
  }
}

package io.sensormine.ingestion.csv;

import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import java.util.HashSet;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What the columns of a table are.
 *
 * @param names in their order
 * @param device which names the device
 * @param time which tells the time
 */
record CsvHeading(List<String> names, int device, int time) {
  private static final String DEVICE = "device";
  private static final String TIME = "time";

  /** Refuses (422) what does not name each column once, lacks one, or has too many or long ones. */
  static CsvHeading of(List<String> names, int maxFields, int maxNameLength) {
    if (names.size() > maxFields + 2) {
      throw refused(
          "The heading names %d columns; at most %d are taken."
              .formatted(names.size(), maxFields + 2));
    }
    var seen = new HashSet<String>();
    for (var name : names) {
      if (name.isBlank() || name.indexOf('\n') >= 0) {
        throw refused("The heading has a column without a name, or with a line break in it.");
      }
      if (name.length() > maxNameLength) {
        throw refused(
            "The heading has a name of %d characters; at most %d are taken."
                .formatted(name.length(), maxNameLength));
      }
      if (!seen.add(name)) {
        throw refused("The heading names the column `%s` twice.".formatted(name));
      }
    }
    for (var needed : List.of(DEVICE, TIME)) {
      if (!seen.contains(needed)) {
        throw refused(
            "The heading `device,time,<field>…` lacks a column `%s`; columns are separated by commas."
                .formatted(needed));
      }
    }
    return new CsvHeading(List.copyOf(names), names.indexOf(DEVICE), names.indexOf(TIME));
  }

  static ProblemException refused(String why) {
    return ProblemException.of(ProblemType.INVALID_REQUEST, why + " Nothing was stored.");
  }

  int size() {
    return names.size();
  }

  @Nullable String device(List<String> cells) {
    return cell(cells, device);
  }

  @Nullable String time(List<String> cells) {
    return cell(cells, time);
  }

  /** Tells the fields that a row has: their names and what stands in their cells. */
  void forEachField(List<String> cells, BiConsumer<String, String> field) {
    for (int column = 0; column < cells.size(); column++) {
      if (column != device && column != time && !cells.get(column).isEmpty()) {
        field.accept(names.get(column), cells.get(column));
      }
    }
  }

  private static @Nullable String cell(List<String> cells, int column) {
    return column >= cells.size() || cells.get(column).isEmpty() ? null : cells.get(column);
  }
}

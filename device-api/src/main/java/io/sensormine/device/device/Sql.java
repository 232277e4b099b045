package io.sensormine.device.device;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * A piece of SQL and the values of its parameters, in their order. The text is put together of
 * constants only; whatever a client says is a value.
 */
record Sql(String text, List<Object> values) {
  Sql {
    values = List.copyOf(values);
  }

  static Sql of(String text, Object... values) {
    return new Sql(text, List.of(values));
  }

  /** Pieces in place of a frame's {@code %s}, in their order. */
  static Sql framed(String frame, Sql... pieces) {
    return new Sql(
        frame.formatted(Stream.of(pieces).map(Sql::text).toArray()),
        Stream.of(pieces).flatMap(piece -> piece.values.stream()).toList());
  }

  /** Pieces one after another. */
  static Sql joined(String delimiter, List<Sql> pieces) {
    return new Sql(
        String.join(delimiter, pieces.stream().map(Sql::text).toList()),
        pieces.stream().flatMap(piece -> piece.values.stream()).toList());
  }

  /** The same with one more value, for a parameter at its end. */
  Sql with(Object value) {
    var more = new ArrayList<>(values);
    more.add(value);
    return new Sql(text, Collections.unmodifiableList(more));
  }

  /** Binds the values. */
  void bind(PreparedStatement statement) throws SQLException {
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i) instanceof Many many) {
        statement.setArray(
            i + 1, statement.getConnection().createArrayOf(many.type(), many.elements().toArray()));
      } else {
        statement.setObject(i + 1, values.get(i));
      }
    }
  }

  /**
   * An array as one value.
   *
   * @param type of an element, as PostgreSQL calls it
   */
  record Many(String type, List<?> elements) {
    Many {
      elements = List.copyOf(elements);
    }
  }
}

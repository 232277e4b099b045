package io.sensormine.query.gather;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import io.sensormine.query.resolution.Part;
import io.sensormine.query.resolution.Resolution;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Gathers cells, in one statement for each table that is read. */
@Singleton
public final class CellStore {
  private static final BigDecimal SCALE = BigDecimal.TWO.pow(40);

  /** The cells of all groups, names, versions and buckets that any row was read for. */
  public List<Cell> gather(
      Connection connection, Gathering gathering, Resolution resolution, Detail detail)
      throws SQLException {
    var cells = new ArrayList<Cell>();
    gather(connection, gathering, Table.MESSAGES, resolution.raw(), detail, cells);
    gather(connection, gathering, Table.HOURS, resolution.hours(), detail, cells);
    gather(connection, gathering, Table.DAYS, resolution.days(), detail, cells);
    return cells;
  }

  private static void gather(
      Connection connection,
      Gathering gathering,
      Table table,
      Part part,
      Detail detail,
      List<Cell> into)
      throws SQLException {
    if (part.isEmpty()) {
      return;
    }
    var rolled = table != Table.MESSAGES;
    var rows = table.statement(part);
    // how many rows and groups there will be the database can only guess, and guesses few
    (gathering.grouped() ? Planning.HASHED : Planning.UNSORTED).set(connection);
    try (var statement =
        connection.prepareStatement(
            rolled
                ? CellStatements.ofRollups(detail, rows, gathering.grouped())
                : CellStatements.ofMessages(detail, rows, gathering.grouped()))) {
      var binding = new Binding(connection, statement);
      if (rolled) {
        binding.texts(gathering.names());
      }
      table.bind(binding.times(gathering.edges()), part, gathering);
      if (gathering.grouped()) {
        binding.groups(gathering);
      }
      if (!rolled) {
        binding.texts(gathering.names());
      }
      try (var result = statement.executeQuery()) {
        while (result.next()) {
          into.add(cell(result, rolled));
        }
      }
    }
  }

  /** A message is read for all names at once, a rollup's cell for one. */
  private static Cell cell(ResultSet row, boolean rolled) throws SQLException {
    var name = row.getInt("name");
    return new Cell(
        row.getInt("series_group"),
        name,
        row.getObject("schema_version_id", UUID.class),
        row.getInt("bucket"),
        rolled || name == 0 ? row.getLong("read") : 0,
        row.getLong("skipped"),
        tally(row, rolled ? SCALE : BigDecimal.ONE));
  }

  private static @Nullable Tally tally(ResultSet row, BigDecimal scale) throws SQLException {
    var count = row.getLong("readings");
    return count == 0
        ? null
        : new Tally(
            count,
            number(row, "total").multiply(scale),
            number(row, "smallest"),
            number(row, "largest"),
            finite(row, "squares"),
            time(row, "newest"),
            end(row, "first_value", "first_time", "first_device"),
            end(row, "last_value", "last_time", "last_device"));
  }

  private static @Nullable End end(ResultSet row, String value, String time, String device)
      throws SQLException {
    var text = row.getString(value);
    return text == null
        ? null
        : new End(node(text), time(row, time), row.getObject(device, UUID.class));
  }

  private static JsonNode node(String text) {
    return switch (text) {
      case "true" -> BooleanNode.TRUE;
      case "false" -> BooleanNode.FALSE;
      default -> DecimalNode.valueOf(new BigDecimal(text));
    };
  }

  private static BigDecimal number(ResultSet row, String column) throws SQLException {
    // as text: a double is told by as many digits as it has
    return new BigDecimal(row.getString(column));
  }

  private static @Nullable BigDecimal finite(ResultSet row, String column) throws SQLException {
    var text = row.getString(column);
    return text == null || text.endsWith("Infinity") || text.equals("NaN")
        ? null
        : new BigDecimal(text);
  }

  private static Instant time(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}

package io.sensormine.query.gather;

import io.sensormine.query.resolution.Part;
import io.sensormine.query.resolution.Resolution;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Gathers cells, in one statement for each table that is read. */
@Singleton
public final class CellStore {
  /**
   * The cells of all groups, names, versions and buckets that any row was read for.
   *
   * @param connection in a transaction that has just begun
   */
  public List<Cell> gather(
      Connection connection, Gathering gathering, Resolution resolution, Detail detail)
      throws SQLException {
    if (gathering.grouped()) {
      // how many rows of each group there will be the database can only guess, and guesses few
      Planning.HASHED.set(connection);
    }
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
    var rows = table.statement(part);
    if (table == Table.MESSAGES) {
      try (var statement =
          connection.prepareStatement(CellStatements.ofMessages(detail, rows, gathering))) {
        var binding = new Binding(connection, statement).buckets(gathering);
        groups(table.bind(binding, part, gathering), gathering).texts(gathering.names());
        read(statement, CellRows.ofMessages(detail, gathering), into);
      }
      return;
    }
    var single = table.single(gathering.buckets());
    try (var statement =
        connection.prepareStatement(CellStatements.ofRollups(detail, rows, gathering, single))) {
      var binding = new Binding(connection, statement);
      if (gathering.named()) {
        binding.texts(gathering.names());
      }
      if (!single) {
        binding.buckets(gathering);
      }
      groups(table.bind(binding, part, gathering), gathering);
      read(statement, CellRows.ofRollups(detail, gathering, single), into);
    }
  }

  private static Binding groups(Binding binding, Gathering gathering) throws SQLException {
    return gathering.grouped() ? binding.groups(gathering) : binding;
  }

  private static void read(PreparedStatement statement, CellRows cells, List<Cell> into)
      throws SQLException {
    try (var rows = statement.executeQuery()) {
      while (rows.next()) {
        into.add(cells.cell(rows));
      }
    }
  }
}

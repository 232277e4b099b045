package io.sensormine.ingestion.telemetry;

import io.sensormine.ingestion.csv.CsvTable;
import io.sensormine.ingestion.message.IngestionLimits;
import io.sensormine.ingestion.message.RawMessage;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;

/** Reads CSV: a heading, then a message a row. */
@Singleton
final class CsvStreamReader {
  private final IngestionLimits limits;

  CsvStreamReader(IngestionLimits limits) {
    this.limits = limits;
  }

  /** Adds a message for each row that is not blank; one that cannot be read where it is none. */
  void read(InputStream in, Chunks chunks) throws IOException {
    var rows = Lines.ofCsv(in, limits.maxMessageBytes());
    var heading = rows.next();
    if (heading == null) {
      return;
    }
    var table = CsvTable.of(heading.head(), heading.length(), limits);
    for (var row = rows.next(); row != null; row = rows.next()) {
      int index = row.index() - heading.index() - 1;
      chunks.add(index, message(table, row, index));
    }
  }

  private static RawMessage message(CsvTable table, Lines.Line row, int index) {
    if (row.isTooLong()) {
      return table.tooLong(row.head(), row.length(), index);
    }
    return row.open() ? table.open(row.head(), index) : table.row(row.head(), index);
  }
}

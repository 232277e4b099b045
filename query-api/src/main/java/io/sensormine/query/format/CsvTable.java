package io.sensormine.query.format;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * RFC 4180 in UTF-8, below a header. A cell that is null is empty, a text that is empty {@code ""};
 * a text that a spreadsheet would take for a formula stays what it is, as in device-api's files.
 */
final class CsvTable implements TableWriter {
  private final List<Column> columns;
  private final CsvWriter csv;
  private final TimeText times = new TimeText();

  CsvTable(List<Column> columns, OutputStream out) {
    this.columns = columns;
    this.csv = CsvWriter.builder().quoteStrategy(QuoteStrategies.EMPTY).build(out);
  }

  @Override
  public void begin() throws IOException {
    csv.writeRecord(columns.stream().map(Column::name).toList());
    csv.flush();
  }

  @Override
  @SuppressWarnings("NullAway") // an absent cell is null to the library, too
  public void row(@Nullable Object[] cells) {
    var line = csv.writeRecord();
    for (var cell : cells) {
      line.writeField(
          switch (cell) {
            case null -> null;
            case Instant time -> times.of(time);
            case Object other -> other.toString();
          });
    }
    line.endRecord();
  }

  @Override
  public void end() throws IOException {
    csv.flush();
  }

  @Override
  public void close() {
    // it holds nothing outside of the heap
  }
}

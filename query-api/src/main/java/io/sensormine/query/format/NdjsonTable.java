package io.sensormine.query.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An object a line with every column, null where the cell is. */
final class NdjsonTable implements TableWriter {
  private static final JsonFactory JSON = new JsonFactory();

  private final List<SerializableString> names;
  private final JsonGenerator json;
  private final TimeText times = new TimeText();

  NdjsonTable(List<Column> columns, OutputStream out) throws IOException {
    this.names =
        columns.stream()
            .map(column -> (SerializableString) new SerializedString(column.name()))
            .toList();
    this.json = JSON.createGenerator(out);
    // a line ends by what is written after it
    json.setRootValueSeparator(new SerializedString(""));
  }

  @Override
  public void begin() {
    // no header
  }

  @Override
  public void row(@Nullable Object[] cells) throws IOException {
    json.writeStartObject();
    for (int at = 0; at < cells.length; at++) {
      json.writeFieldName(names.get(at));
      switch (cells[at]) {
        case null -> json.writeNull();
        case Number number -> json.writeNumber(number.toString());
        case Boolean bool -> json.writeBoolean(bool);
        case Instant time -> json.writeString(times.of(time));
        case Object other -> json.writeString(other.toString());
      }
    }
    json.writeEndObject();
    json.writeRaw('\n');
  }

  @Override
  public void end() throws IOException {
    json.flush();
  }

  @Override
  public void close() {
    // it holds nothing outside of the heap
  }
}

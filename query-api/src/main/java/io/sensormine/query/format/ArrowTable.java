package io.sensormine.query.format;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Arrow's streaming format, in record batches of a bounded size. */
final class ArrowTable implements TableWriter {
  private static final int MAX_ROWS = 8_192;
  private static final int MAX_CELLS = 262_144;
  private static final int MAX_TEXT = 4 << 20;
  private static final long MICROS = 1_000_000;

  private final BufferAllocator memory;
  private final VectorSchemaRoot batch;
  private final ArrowStreamWriter stream;
  private final int maxRows;
  private final Repeated[] texts;
  private int rows;
  private long textBytes;

  /** The text that a column had last: ids repeat from row to row. */
  private static final class Repeated {
    private @Nullable String text;
    private byte[] bytes = {};

    byte[] bytes(String next) {
      if (!next.equals(text)) {
        text = next;
        bytes = next.getBytes(StandardCharsets.UTF_8);
      }
      return bytes;
    }
  }

  /** Closes the memory when it is closed. */
  ArrowTable(List<Column> columns, OutputStream out, BufferAllocator memory) {
    this.memory = memory;
    this.batch =
        VectorSchemaRoot.create(
            new Schema(columns.stream().map(ArrowTable::field).toList()), memory);
    this.stream = new ArrowStreamWriter(batch, null, Channels.newChannel(out));
    this.maxRows = Math.clamp(MAX_CELLS / Math.max(1, columns.size()), 1, MAX_ROWS);
    this.texts = new Repeated[columns.size()];
    for (int at = 0; at < texts.length; at++) {
      texts[at] = new Repeated();
    }
  }

  private static Field field(Column column) {
    return new Field(column.name(), FieldType.nullable(type(column.type())), null);
  }

  private static ArrowType type(ColumnType type) {
    return switch (type) {
      case TIME -> new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC");
      case TEXT, MIXED -> ArrowType.Utf8.INSTANCE;
      case NUMBER -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
      case BOOLEAN -> ArrowType.Bool.INSTANCE;
    };
  }

  @Override
  public void begin() throws IOException {
    stream.start();
  }

  @Override
  public void row(@Nullable Object[] cells) throws IOException {
    for (int at = 0; at < cells.length; at++) {
      var cell = cells[at];
      if (cell != null) {
        set(at, batch.getVector(at), cell);
      }
    }
    rows++;
    if (rows == maxRows || textBytes >= MAX_TEXT) {
      write();
    }
  }

  private void set(int column, FieldVector vector, Object cell) {
    switch (vector) {
      case TimeStampMicroTZVector times -> times.setSafe(rows, micros((Instant) cell));
      case Float8Vector numbers -> numbers.setSafe(rows, ((Number) cell).doubleValue());
      case BitVector booleans -> booleans.setSafe(rows, (Boolean) cell ? 1 : 0);
      case VarCharVector text -> {
        var bytes = texts[column].bytes(cell.toString());
        text.setSafe(rows, bytes);
        textBytes += bytes.length;
      }
      default -> throw new IllegalStateException("a column of " + vector.getMinorType());
    }
  }

  private static long micros(Instant time) {
    return Math.addExact(Math.multiplyExact(time.getEpochSecond(), MICROS), time.getNano() / 1_000);
  }

  private void write() throws IOException {
    batch.setRowCount(rows);
    stream.writeBatch();
    // keeps what was allocated for the next batch
    batch.getFieldVectors().forEach(FieldVector::reset);
    rows = 0;
    textBytes = 0;
  }

  @Override
  public void end() throws IOException {
    if (rows > 0) {
      write();
    }
    stream.end();
  }

  @Override
  public void close() {
    // not the stream: it would write an end that was never reached
    batch.close();
    memory.close();
  }
}

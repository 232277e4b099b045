package io.sensormine.ingestion.csv;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import io.sensormine.contracts.registry.FieldType;
import io.sensormine.ingestion.message.FieldTree;
import io.sensormine.ingestion.message.Flaw;
import io.sensormine.ingestion.message.IngestionLimits;
import io.sensormine.ingestion.message.LooseValue;
import io.sensormine.ingestion.message.MessageReader;
import io.sensormine.ingestion.message.PayloadFormat;
import io.sensormine.ingestion.message.RawMessage;
import io.sensormine.ingestion.message.RejectionCode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads rows by their heading. An empty cell is an absent value. */
public final class CsvTable {
  /** Of the bytes of a heading. Each row has a copy of its own, also where it is refused. */
  private static final int MAX_HEADING = 1 << 14;

  private final byte[] heading;
  private final CsvHeading columns;
  private final IngestionLimits limits;

  private CsvTable(byte[] heading, CsvHeading columns, IngestionLimits limits) {
    this.heading = heading;
    this.columns = columns;
    this.limits = limits;
  }

  /**
   * A table of a heading, which is a row of UTF-8. Refuses (422) one that does not name each column
   * once, or not {@code device} and {@code time}, or is too long.
   *
   * @param head its first bytes
   * @param bytes how many it has
   */
  public static CsvTable of(byte[] head, int bytes, IngestionLimits limits) {
    if (bytes > MAX_HEADING || bytes > head.length) {
      throw CsvHeading.refused(
          "The heading has %d bytes; at most %d are taken."
              .formatted(bytes, Math.min(MAX_HEADING, limits.maxMessageBytes())));
    }
    try {
      return new CsvTable(
          head, CsvHeading.of(cells(head), limits.maxFields(), limits.maxPathLength()), limits);
    } catch (CharacterCodingException | CsvParseException unreadable) {
      throw CsvHeading.refused("The heading is no row of CSV in UTF-8.");
    }
  }

  /**
   * The message of a row.
   *
   * @param index its place below the heading, from 0
   */
  public RawMessage row(byte[] row, int index) {
    if (row.length > limits.maxMessageBytes()) {
      return tooLong(row, row.length, index);
    }
    List<String> cells;
    try {
      cells = cells(row);
    } catch (CharacterCodingException | CsvParseException unreadable) {
      return bad(row, index, RejectionCode.MALFORMED_JSON, "The row is no CSV in UTF-8.");
    }
    if (cells.size() > columns.size()) {
      return bad(
          row,
          index,
          RejectionCode.MALFORMED_JSON,
          "The row has %d cells, but the heading names %d columns."
              .formatted(cells.size(), columns.size()));
    }
    return message(
        row,
        index,
        columns.device(cells),
        new MessageReader.Outcome.Loose(declared -> root(cells, declared)));
  }

  /**
   * A row that has more bytes than a message may.
   *
   * @param head its first bytes
   */
  public RawMessage tooLong(byte[] head, int bytes, int index) {
    return bad(
        head,
        index,
        RejectionCode.TOO_LARGE,
        "The row has %d bytes; at most %d are taken. Is a quote not closed?"
            .formatted(bytes, limits.maxMessageBytes()));
  }

  /** A row within whose quotes the file ends: what follows it may be rows of their own. */
  public RawMessage open(byte[] row, int index) {
    return bad(
        row, index, RejectionCode.MALFORMED_JSON, "The row has a quote that is never closed.");
  }

  private ObjectNode root(List<String> cells, Map<String, FieldType> declared) {
    var root = JsonNodeFactory.instance.objectNode();
    var time = columns.time(cells);
    if (time != null) {
      root.set("time", LooseValue.of(time, null));
    }
    var fields = new LinkedHashMap<String, JsonNode>();
    columns.forEachField(
        cells, (name, text) -> fields.put(name, LooseValue.of(text, declared.get(name))));
    root.set("fields", FieldTree.of(fields, limits));
    return root;
  }

  private RawMessage bad(byte[] row, int index, RejectionCode code, String why) {
    return message(row, index, null, new MessageReader.Outcome.Unreadable(new Flaw(code, "", why)));
  }

  /** Its bytes are a file of its own, so that they can be read again. */
  private RawMessage message(
      byte[] row, int index, @Nullable String device, MessageReader.Outcome content) {
    var file =
        ByteBuffer.allocate(heading.length + row.length + 2)
            .put(heading)
            .put((byte) '\n')
            .put(row)
            .put((byte) '\n')
            .array();
    return new RawMessage(file, 0, file.length, PayloadFormat.CSV, "/" + index, device, content);
  }

  private static List<String> cells(byte[] row) throws CharacterCodingException {
    return CsvReader.builder()
        .allowExtraFields(true)
        .allowMissingFields(true)
        .ofSingleCsvRecord(
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(row)).toString())
        .getFields();
  }
}

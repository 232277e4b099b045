package io.sensormine.device.bulk;

import de.siegmar.fastcsv.reader.CsvReader;
import io.sensormine.device.attribute.CompiledAttributes;
import io.sensormine.device.device.BatchMode;
import io.sensormine.device.type.DeviceTypes;
import io.sensormine.device.type.TypeDefinitions;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Devices from a CSV file. */
@Singleton
final class CsvImport {
  private static final CompiledAttributes ANY = CompiledAttributes.of(List.of());

  private final BulkWrite bulk;
  private final DeviceTypes types;
  private final CsvReading reading;

  CsvImport(BulkWrite bulk, DeviceTypes types, CsvReading reading) {
    this.bulk = bulk;
    this.types = types;
    this.reading = reading;
  }

  /**
   * Stores a file's devices. All of it is read first, so that one that breaks off stores nothing;
   * its size is bounded by that of a request.
   *
   * @param deviceTypeId of the rows that name none; null where all do
   */
  BulkAnswer run(InputStream in, @Nullable UUID deviceTypeId, BatchMode mode, String actor)
      throws IOException {
    var cells = new ArrayList<CsvRow>();
    try (var csv =
        CsvReader.builder()
            .allowExtraFields(true)
            .allowMissingFields(true)
            .ofCsvRecord(new CsvText(in))) {
      var records = csv.iterator();
      if (!records.hasNext()) {
        throw ProblemException.of(
            ProblemType.INVALID_REQUEST, "The file is empty; its first line names the columns.");
      }
      var columns = CsvColumns.of(records.next().getFields(), deviceTypeId != null);
      while (records.hasNext()) {
        bulk.requireRoom(cells.size() + 1, "");
        cells.add(CsvRow.of(records.next(), columns, deviceTypeId));
      }
    }
    return bulk.write(read(cells), mode, actor);
  }

  private List<BulkRow> read(List<CsvRow> cells) {
    var ids =
        cells.stream()
            .map(CsvRow::deviceTypeId)
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    // looked at before they are held: a row read by what has changed since is checked again
    var known = compiled(types.definitions(ids));
    var read = new ArrayList<BulkRow>(cells.size());
    for (var row : cells) {
      read.add(reading.row(read.size(), row, known.getOrDefault(row.deviceTypeId(), ANY)));
    }
    return read;
  }

  private static Map<UUID, CompiledAttributes> compiled(Map<UUID, TypeDefinitions> types) {
    var compiled = new HashMap<UUID, CompiledAttributes>();
    types.forEach((id, type) -> compiled.put(id, CompiledAttributes.of(type.attributes())));
    return compiled;
  }
}

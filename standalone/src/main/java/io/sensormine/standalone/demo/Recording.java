package io.sensormine.standalone.demo;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.sensormine.standalone.home.CommandException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A recording of the Numenta Anomaly Benchmark: one sensor's temperature over months.
 *
 * @param externalId the device that recorded it
 * @param name what the device is
 * @param file {@code timestamp,value}; the timestamps carry no zone and are read as UTC
 */
record Recording(String externalId, String name, Path file) {
  /** One reading of it. */
  record Reading(String time, BigDecimal temperature) {
    /** What a device sends. */
    Map<String, Object> message() {
      return Map.of("time", time, "fields", Map.of("temperature", temperature));
    }
  }

  /** All readings in the order of the file. */
  List<Reading> readings() {
    try (var csv = CsvReader.builder().ofNamedCsvRecord(file)) {
      return csv.stream().map(Recording::reading).toList();
    } catch (IOException e) {
      throw new CommandException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static Reading reading(NamedCsvRecord row) {
    return new Reading(
        row.getField("timestamp").replace(' ', 'T') + "Z", new BigDecimal(row.getField("value")));
  }
}

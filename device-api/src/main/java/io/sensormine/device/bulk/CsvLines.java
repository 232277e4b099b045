package io.sensormine.device.bulk;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.sensormine.device.attribute.AttributeType;
import io.sensormine.device.device.Device;
import io.sensormine.device.device.Location;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Devices as lines of CSV, ended by CR LF, that are read as the same devices again. */
final class CsvLines {
  private static final int MAX_CELLS = 100_000;

  private final CsvCells cells;
  private final List<String> attributes;
  private final Set<String> known;

  /**
   * Lines with columns for these attributes.
   *
   * @param attributes their names, in the order of their columns
   */
  CsvLines(CsvCells cells, Collection<String> attributes) {
    this.cells = cells;
    this.attributes = List.copyOf(attributes);
    this.known = new HashSet<>(attributes);
  }

  String header() {
    var names = new ArrayList<>(CsvColumns.FIXED);
    attributes.forEach(name -> names.add(CsvColumns.attribute(name)));
    return written(csv -> csv.writeRecord(names));
  }

  /** How many lines to make at a time, of a number at most: as many as have a bounded size. */
  int rowsAtMost(int most) {
    return Math.clamp(MAX_CELLS / (CsvColumns.FIXED.size() + attributes.size()), 1, most);
  }

  /**
   * The lines of some devices. Fails for one that has an attribute without a column: a line without
   * it would say that the device has none.
   *
   * @param type what a device's type says of an attribute by its name; null where nothing
   */
  String lines(
      List<Device> devices, Function<Device, Function<String, @Nullable AttributeType>> type) {
    return written(
        csv -> devices.forEach(device -> csv.writeRecord(line(device, type.apply(device)))));
  }

  private List<String> line(Device device, Function<String, @Nullable AttributeType> type) {
    if (!known.containsAll(device.attributes().keySet())) {
      throw new IllegalStateException(
          "device %s got a new attribute while it was exported".formatted(device.id()));
    }
    var location = device.location();
    var line = new ArrayList<String>(CsvColumns.FIXED.size() + attributes.size());
    line.add(device.externalId());
    line.add(device.name());
    line.add(device.deviceTypeId().toString());
    line.add(device.serialNumber() == null ? "" : device.serialNumber());
    line.add(device.status().name());
    line.add(CsvCells.cell(device.tags()));
    line.add(coordinate(location, Location::latitude));
    line.add(coordinate(location, Location::longitude));
    line.add(coordinate(location, Location::altitude));
    for (var name : attributes) {
      var value = device.attributes().get(name);
      line.add(value == null ? "" : cells.cell(value, type.apply(name)));
    }
    return line;
  }

  private static String coordinate(
      @Nullable Location location, Function<Location, @Nullable Double> part) {
    return location == null ? "" : CsvCells.cell(part.apply(location));
  }

  private static String written(Consumer<CsvWriter> lines) {
    var text = new StringWriter();
    try (var csv = CsvWriter.builder().build(text)) {
      lines.accept(csv);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}

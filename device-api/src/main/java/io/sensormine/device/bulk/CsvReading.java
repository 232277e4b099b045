package io.sensormine.device.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.contracts.device.DeviceStatus;
import io.sensormine.device.attribute.CompiledAttributes;
import io.sensormine.device.device.DeviceRequest;
import io.sensormine.device.device.Location;
import io.sensormine.device.device.Writing;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.problem.Violation;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the rows of a CSV file as devices. */
@Singleton
final class CsvReading {
  private final CsvCells cells;
  private final DeviceReading devices;

  CsvReading(CsvCells cells, DeviceReading devices) {
    this.cells = cells;
    this.devices = devices;
  }

  /**
   * The device of a row, or what is wrong with it.
   *
   * @param type what its device type says of attributes; nothing where there is no such type
   */
  BulkRow row(int index, CsvRow row, CompiledAttributes type) {
    if (!row.fits()) {
      var violation = new Violation("", "column-count", row.count());
      return BulkRow.broken(index, row.line(), List.of(violation));
    }
    var violations = new ArrayList<Violation>();
    var device = device(row, type, violations);
    return violations.isEmpty()
        ? devices.row(index, row.line(), device, writing(row, type))
        : BulkRow.broken(index, row.line(), violations);
  }

  // what is missing is found by the request's own constraints
  @SuppressWarnings("NullAway")
  private DeviceRequest device(CsvRow row, CompiledAttributes type, List<Violation> violations) {
    var typeId = row.deviceTypeId();
    if (typeId == null && row.cell("deviceTypeId") != null) {
      violations.add(
          new Violation(
              "/deviceTypeId",
              ProblemType.MALFORMED_ID.code(),
              "`%s` is no UUID.".formatted(row.cell("deviceTypeId"))));
    }
    return new DeviceRequest(
        row.cell("externalId"),
        row.cell("name"),
        typeId,
        row.cell("serialNumber"),
        attributes(row, type),
        location(row, violations),
        tags(row, violations),
        status(row, violations));
  }

  /** A value that its type does not take is exported as it is, and must be known again. */
  private Writing writing(CsvRow row, CompiledAttributes type) {
    return (name, value) -> cells.cell(value, type.type(name)).equals(row.attribute(name));
  }

  private Map<String, JsonNode> attributes(CsvRow row, CompiledAttributes type) {
    var attributes = new LinkedHashMap<String, JsonNode>();
    row.attributes((name, cell) -> attributes.put(name, cells.value(cell, type.type(name))));
    return attributes;
  }

  @SuppressWarnings("NullAway")
  private static @Nullable Location location(CsvRow row, List<Violation> violations) {
    var latitude = coordinate(row, "latitude", violations);
    var longitude = coordinate(row, "longitude", violations);
    var altitude = coordinate(row, "altitude", violations);
    return latitude == null && longitude == null && altitude == null
        ? null
        : new Location(latitude, longitude, altitude);
  }

  private static @Nullable Double coordinate(
      CsvRow row, String column, List<Violation> violations) {
    var cell = row.cell(column);
    if (cell == null) {
      return null;
    }
    var number = CsvCells.coordinate(cell);
    if (number.isEmpty()) {
      violations.add(
          new Violation("/" + column, "wrong-type", "`%s` is no number.".formatted(cell)));
    }
    return number.orElse(null);
  }

  private static @Nullable List<String> tags(CsvRow row, List<Violation> violations) {
    var cell = row.cell("tags");
    if (cell == null) {
      return null;
    }
    var tags = CsvCells.tags(cell);
    if (tags.isEmpty()) {
      violations.add(
          new Violation(
              "/tags",
              "invalid-escape",
              "In tags, write \\\\ for a backslash and \\; for a semicolon."));
    }
    return tags.orElse(null);
  }

  private static @Nullable DeviceStatus status(CsvRow row, List<Violation> violations) {
    var cell = row.cell("status");
    if (cell == null) {
      return null;
    }
    for (var status : DeviceStatus.values()) {
      if (status.name().equals(cell)) {
        return status;
      }
    }
    violations.add(
        new Violation(
            "/status",
            "not-an-option",
            "`%s` is none of %s.".formatted(cell, Arrays.toString(DeviceStatus.values()))));
    return null;
  }
}

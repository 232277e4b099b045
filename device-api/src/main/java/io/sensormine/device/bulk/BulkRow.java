package io.sensormine.device.bulk;

import io.sensormine.device.device.DeviceRequest;
import io.sensormine.device.device.Writing;
import io.sensormine.kit.problem.Violation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One device of a bulk request.
 *
 * @param index from 0
 * @param line where its row starts in the file; null for JSON
 * @param device null where it could not be read
 * @param writing how its attributes were written
 * @param errors why not, as many as are kept; paths as in the request of a single device
 */
record BulkRow(
    int index,
    @Nullable Long line,
    @Nullable DeviceRequest device,
    Writing writing,
    List<Violation> errors) {
  BulkRow {
    errors = ToldErrors.kept(errors);
  }

  /** One that could not be read. */
  static BulkRow broken(int index, @Nullable Long line, List<Violation> errors) {
    return new BulkRow(index, line, null, Writing.PLAIN, errors);
  }

  /** How people find it in what they sent. */
  String place() {
    return line == null ? "The device at /devices/" + index : "The row at line " + line;
  }

  /** Where the client finds what is wrong: a property of the body, or a column of the file. */
  Violation placed(Violation violation) {
    var path = line == null ? "/devices/" + index + violation.path() : column(violation.path());
    return new Violation(path, violation.code(), violation.message());
  }

  private static String column(String path) {
    if (path.startsWith("/attributes/")) {
      return "/attr." + path.substring("/attributes/".length());
    }
    if (path.startsWith("/location/")) {
      return path.substring("/location".length());
    }
    return path.startsWith("/tags/") ? "/tags" : path;
  }
}

package io.sensormine.device.device;

import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A part of the globe between two meridians and two parallels, edges included, as RFC 7946, section
 * 5, has it: where west is greater than east it crosses the antimeridian. Degrees, WGS 84.
 */
record BoundingBox(double west, double south, double east, double north) {
  private static final String INSIDE =
      "d.latitude >= ? AND d.latitude <= ? AND d.longitude >= ? AND d.longitude <= ?";
  private static final String INSIDE_ACROSS =
      "d.latitude >= ? AND d.latitude <= ? AND (d.longitude >= ? OR d.longitude <= ?)";

  /** Reads the query parameter {@code bbox}, {@code w,s,e,n}; 400 for what is none. */
  static @Nullable BoundingBox ofQuery(@Nullable String text) {
    if (text == null) {
      return null;
    }
    var parts = text.split(",", -1);
    if (parts.length != 4) {
      throw invalid("bbox is west,south,east,north in degrees, such as 5.9,47.3,15.0,55.1.");
    }
    var box =
        new BoundingBox(
            degrees(parts[0], 180),
            degrees(parts[1], 90),
            degrees(parts[2], 180),
            degrees(parts[3], 90));
    if (box.south > box.north) {
      throw invalid("bbox has its south (second) above its north (fourth).");
    }
    return box;
  }

  /** Whether a device is inside, as a condition on devices {@code d}. */
  Sql inside() {
    return Sql.of(west <= east ? INSIDE : INSIDE_ACROSS, south, north, west, east);
  }

  private static double degrees(String text, int most) {
    try {
      var degrees = new BigDecimal(text.strip()).doubleValue();
      if (Math.abs(degrees) <= most) {
        return degrees;
      }
    } catch (NumberFormatException notOne) {
      // refused below like a number beyond the globe
    }
    throw invalid("bbox has `%s` where degrees from -%d to %d belong.".formatted(text, most, most));
  }

  private static ProblemException invalid(String detail) {
    return ProblemException.at("/bbox", ProblemType.INVALID_PARAMETER, detail);
  }
}

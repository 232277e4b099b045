package io.sensormine.device.device;

import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A part of the globe between two meridians and two parallels, edges included, as RFC 7946, section
 * 5, has it: where west is greater than east it crosses the antimeridian. Degrees, WGS 84.
 */
record BoundingBox(double west, double south, double east, double north) {
  private static final String LATITUDE = "d.latitude >= ? AND d.latitude <= ?";
  private static final String LONGITUDE = "d.longitude >= ? AND d.longitude <= ?";
  private static final String LONGITUDE_ACROSS = "(d.longitude >= ? OR d.longitude <= ?)";
  private static final String BANDS = "d.latitude_band = ANY (?)";
  private static final int BANDS_A_DEGREE = 10;

  /**
   * In so few bands their edges matter. In more, to say the latitude twice would have PostgreSQL
   * expect too few devices.
   */
  private static final int FEW_BANDS = 3;

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
    return Sql.joined(" AND ", List.of(latitude(), longitude()));
  }

  /** What the index finds: all devices inside, and maybe some within a tenth of a degree. */
  Sql nearby() {
    var bands = Sql.of(BANDS, new Sql.Many("integer", bands()));
    return Sql.joined(
        " AND ",
        bands().size() > FEW_BANDS
            ? List.of(bands, longitude())
            : List.of(bands, longitude(), latitude()));
  }

  private List<Integer> bands() {
    return IntStream.rangeClosed(band(south), band(north)).boxed().toList();
  }

  /** As the database computes {@code latitude_band}, in the same arithmetic. */
  private static int band(double latitude) {
    return (int) Math.floor(latitude * BANDS_A_DEGREE);
  }

  private Sql latitude() {
    return Sql.of(LATITUDE, south, north);
  }

  private Sql longitude() {
    return Sql.of(west <= east ? LONGITUDE : LONGITUDE_ACROSS, west, east);
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

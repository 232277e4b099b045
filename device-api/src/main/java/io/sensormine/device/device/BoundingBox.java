package io.sensormine.device.device;

import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A part of the globe between two meridians and two parallels, edges included, as RFC 7946, section
 * 5, has it: where west is greater than east it crosses the antimeridian. That is one meridian,
 * whether a device says -180 or 180. Degrees, WGS 84.
 */
record BoundingBox(double west, double south, double east, double north) {
  private static final String LATITUDE = "d.latitude >= ? AND d.latitude <= ?";
  private static final String LONGITUDE = "d.longitude >= ? AND d.longitude <= ?";
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
    var longitude = Sql.joined(" OR ", sides().stream().map(Side::longitude).toList());
    return Sql.framed("%s AND (%s)", latitude(), longitude);
  }

  /**
   * What the index finds, each as one range of it, that no device is in twice: together all devices
   * inside, and maybe some within a tenth of a degree.
   */
  List<Sql> nearby() {
    return sides().stream().map(this::nearby).toList();
  }

  private Sql nearby(Side side) {
    var bands = Sql.of(BANDS, new Sql.Many("integer", bands()));
    return Sql.joined(
        " AND ",
        bands().size() > FEW_BANDS
            ? List.of(bands, side.longitude())
            : List.of(bands, side.longitude(), latitude()));
  }

  /** A range of longitudes, both inclusive, that does not cross the antimeridian. */
  private record Side(double west, double east) {
    private Sql longitude() {
      return Sql.of(LONGITUDE, west, east);
    }
  }

  /** The box's longitudes; two where it meets the antimeridian, but for the whole globe's. */
  private List<Side> sides() {
    if (west > east) {
      return List.of(new Side(west, 180), new Side(-180, east));
    }
    if (west == -180 && east == 180) {
      return List.of(new Side(west, east));
    }
    if (east == 180) {
      return List.of(new Side(west, east), new Side(-180, -180));
    }
    return west == -180
        ? List.of(new Side(west, east), new Side(180, 180))
        : List.of(new Side(west, east));
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

package io.sensormine.registry.definition;

import java.util.regex.Pattern;
import javax.measure.format.UnitFormat;
import systems.uom.ucum.format.UCUMFormat;
import systems.uom.ucum.internal.format.TokenException;
import systems.uom.ucum.internal.format.TokenMgrError;

/** Units in UCUM's case-sensitive code, such as {@code kW.h}. */
public final class Units {
  private static final int MAX_LENGTH = 100;

  /** The parser multiplies a unit as often as its exponent says: three digits are no real unit. */
  private static final Pattern HUGE_EXPONENT =
      Pattern.compile("[^0-9./(+-][+-]?[0-9]{3}|[0-9]{10}");

  private static final UnitFormat FORMAT =
      UCUMFormat.getInstance(UCUMFormat.Variant.CASE_SENSITIVE);

  private Units() {}

  /**
   * Whether values of one unit can be converted to another: both are of one dimension.
   *
   * @param one a unit of UCUM
   * @param other another
   */
  public static boolean isConvertible(String one, String other) {
    return FORMAT.parse(one).isCompatible(FORMAT.parse(other));
  }

  /** Whether a text is such a unit. */
  static boolean isUcum(String unit) {
    if (unit.isBlank() || unit.length() > MAX_LENGTH || HUGE_EXPONENT.matcher(unit).find()) {
      return false;
    }
    try {
      FORMAT.parse(unit);
      return true;
    } catch (TokenException | TokenMgrError | ArithmeticException | NumberFormatException notOne) {
      return false;
    }
  }
}

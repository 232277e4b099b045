package io.sensormine.registry.definition;

import java.util.regex.Pattern;
import javax.measure.format.UnitFormat;
import systems.uom.ucum.format.UCUMFormat;
import systems.uom.ucum.internal.format.TokenException;
import systems.uom.ucum.internal.format.TokenMgrError;

/** Whether a text is a unit in UCUM's case-sensitive code, such as {@code kW.h}. */
final class Units {
  private static final int MAX_LENGTH = 100;

  /** The parser multiplies a unit as often as its exponent says: three digits are no real unit. */
  private static final Pattern HUGE_EXPONENT =
      Pattern.compile("[^0-9./(+-][+-]?[0-9]{3}|[0-9]{10}");

  private static final UnitFormat FORMAT =
      UCUMFormat.getInstance(UCUMFormat.Variant.CASE_SENSITIVE);

  private Units() {}

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

package io.sensormine.query.unit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.inject.Singleton;
import java.util.Optional;
import javax.measure.IncommensurableException;
import javax.measure.MeasurementException;
import javax.measure.Unit;
import javax.measure.format.UnitFormat;
import systems.uom.ucum.format.UCUMFormat;
import systems.uom.ucum.format.UCUMFormat.Variant;
import systems.uom.ucum.internal.format.TokenMgrError;

/** Units by their UCUM codes, and the ways between them. Thread-safe. */
@Singleton
public final class Units {
  private static final int MAX_LENGTH = 100;
  private static final int MAX_REMEMBERED = 1_000;

  private final Cache<Pair, Optional<Conversion>> remembered =
      Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();

  private record Pair(String from, String to) {}

  /** Whether a text is a unit's UCUM code, such as {@code Cel}, {@code %} or {@code kW.h}. */
  public boolean knows(String code) {
    return parse(code).isPresent();
  }

  /** The way from a unit to another; empty where they do not measure the same or are none. */
  public Optional<Conversion> between(String from, String to) {
    return from.equals(to)
        ? Optional.of(Conversion.none())
        : remembered.get(new Pair(from, to), pair -> find(pair.from(), pair.to()));
  }

  private static Optional<Conversion> find(String from, String to) {
    return parse(from).flatMap(source -> parse(to).flatMap(target -> find(source, target)));
  }

  private static Optional<Conversion> find(Unit<?> from, Unit<?> to) {
    try {
      // a logarithmic unit is no affine one: it has no answer at zero
      return Optional.of(new Conversion.Converting(from.getConverterToAny(to)));
    } catch (IncommensurableException
        | UnsupportedOperationException
        | ArithmeticException
        | NumberFormatException notBetweenThese) {
      return Optional.empty();
    }
  }

  private static Optional<Unit<?>> parse(String code) {
    if (code.isBlank() || code.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      return Optional.of(format().parse(code));
    } catch (MeasurementException | IllegalArgumentException | TokenMgrError notOne) {
      return Optional.empty();
    }
  }

  private static UnitFormat format() {
    return UCUMFormat.getInstance(Variant.CASE_SENSITIVE);
  }
}

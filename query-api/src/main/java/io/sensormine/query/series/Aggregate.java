package io.sensormine.query.series;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What becomes of a bucket's readings. */
enum Aggregate {
  AVG {
    @Override
    BigDecimal of(Tally tally) {
      return tally.sum().divide(BigDecimal.valueOf(tally.count()), MathContext.DECIMAL128);
    }
  },
  MIN {
    @Override
    BigDecimal of(Tally tally) {
      return tally.min();
    }
  },
  MAX {
    @Override
    BigDecimal of(Tally tally) {
      return tally.max();
    }
  },
  SUM {
    @Override
    BigDecimal of(Tally tally) {
      return tally.sum();
    }
  },
  COUNT {
    @Override
    BigDecimal of(Tally tally) {
      return BigDecimal.valueOf(tally.count());
    }

    @Override
    @Nullable String unit(@Nullable String ofField) {
      return null;
    }
  };

  /** The value of a bucket that has readings. */
  abstract BigDecimal of(Tally tally);

  /** The unit that its values are in, given the readings'. */
  @Nullable String unit(@Nullable String ofField) {
    return ofField;
  }

  /** As clients write it. */
  String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Aggregate> ofCode(String code) {
    return Arrays.stream(values()).filter(aggregate -> aggregate.code().equals(code)).findFirst();
  }
}

package io.sensormine.device.type.impact;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What may be true of a device after its type's attributes change.
 *
 * @param attribute whose; null where any may be concerned
 * @param met whether it is true of a device with such attributes
 * @param message the sentence for a number of devices
 */
record Claim(
    @Nullable String attribute,
    String path,
    ImpactKind kind,
    Weight weight,
    Predicate<JsonNode> met,
    LongFunction<String> message) {

  /** What it means that devices meet a claim, or that none does. */
  enum Weight {
    /** It breaks, even where no device meets it: those who write devices feel it. */
    BREAKS,
    /** It breaks where a device meets it, and is to know in any case. */
    BREAKS_IF_MET,
    /** It breaks where a device meets it, and is nothing otherwise. */
    COUNTS_IF_MET,
    /** It breaks nothing. */
    WARNS
  }

  /** Whether it breaks something where so many devices meet it. */
  boolean breaks(long devices) {
    return switch (weight) {
      case BREAKS -> true;
      case BREAKS_IF_MET, COUNTS_IF_MET -> devices > 0;
      case WARNS -> false;
    };
  }

  /** Whether there is nothing to say where so many devices meet it. */
  boolean isSilent(long devices) {
    return weight == Weight.COUNTS_IF_MET && devices == 0;
  }
}

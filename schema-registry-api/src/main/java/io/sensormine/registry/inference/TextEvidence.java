package io.sensormine.registry.inference;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The texts seen at one place. They make an {@code enum} where there are 2 to 16 different ones of
 * at most 64 characters each, each was seen at least twice, and all of them five times on average:
 * states recur, names and serial numbers do not. Bounded memory: what has too many different texts
 * is forgotten.
 */
final class TextEvidence {
  private static final int MIN_OPTIONS = 2;
  private static final int MAX_OPTIONS = 16;
  private static final int MAX_OPTION_LENGTH = 64;
  private static final int MIN_SEEN_EACH = 2;
  private static final int MIN_SEEN_ON_AVERAGE = 5;

  private final Set<TextFormat> formats = EnumSet.allOf(TextFormat.class);
  private final Map<String, Long> seen = new TreeMap<>();
  private boolean various;
  private long count;

  void add(String text) {
    count++;
    formats.removeIf(format -> !format.fits(text));
    remember(text, 1);
  }

  void add(TextEvidence other) {
    count += other.count;
    formats.retainAll(other.formats);
    various |= other.various;
    other.seen.forEach(this::remember);
  }

  private void remember(String text, long times) {
    // a text that no database stores is no option either
    if (!various && text.length() <= MAX_OPTION_LENGTH && SampleCheck.isStorable(text)) {
      seen.merge(text, times, Long::sum);
      various = seen.size() > MAX_OPTIONS;
    } else {
      various = true;
    }
    if (various) {
      seen.clear();
    }
  }

  long count() {
    return count;
  }

  /** The format that all of them are of. */
  Optional<TextFormat> format() {
    return count == 0 ? Optional.empty() : formats.stream().findFirst();
  }

  /**
   * Says the format, or the options.
   *
   * @param only whether nothing but texts was seen; options would refuse anything else
   */
  void describe(ObjectNode schema, boolean only) {
    var format = format();
    if (format.isPresent()) {
      schema.put("format", format.get().keyword());
    } else if (only && areOptions()) {
      var options = schema.putArray("enum");
      seen.keySet().forEach(options::add);
    }
  }

  private boolean areOptions() {
    return !various
        && seen.size() >= MIN_OPTIONS
        && count >= (long) MIN_SEEN_ON_AVERAGE * seen.size()
        && seen.values().stream().allMatch(times -> times >= MIN_SEEN_EACH);
  }
}

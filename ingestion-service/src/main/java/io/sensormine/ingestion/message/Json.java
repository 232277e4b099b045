package io.sensormine.ingestion.message;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;

/** How the bytes of a request are parsed: bounded. */
final class Json {
  private Json() {}

  /** For who looks himself for names that occur twice, as {@link MessageReader} does. */
  static JsonFactory factory(IngestionLimits limits) {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(limits.maxDepth()).build())
        .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
        // names come from clients: they must not fill the JVM's table of interned text
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .build();
  }

  /** For who skips over what it says: names that occur twice are no JSON. */
  static JsonFactory strictFactory(IngestionLimits limits) {
    return factory(limits).rebuild().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  }
}

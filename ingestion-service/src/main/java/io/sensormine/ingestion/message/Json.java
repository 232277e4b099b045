package io.sensormine.ingestion.message;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;

/** How the bytes of a request are parsed: bounded, and strict about names that occur twice. */
final class Json {
  private Json() {}

  static JsonFactory factory(IngestionLimits limits) {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(limits.maxDepth()).build())
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
        // names come from clients: they must not fill the JVM's table of interned text
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .build();
  }
}

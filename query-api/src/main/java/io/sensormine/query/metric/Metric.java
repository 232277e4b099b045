package io.sensormine.query.metric;

import io.micronaut.core.annotation.Introspected;
import io.sensormine.contracts.registry.Field;
import io.sensormine.contracts.registry.FieldType;
import io.sensormine.contracts.registry.MetricKind;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A field that can be asked for. One of another type, unit or kind is another metric.
 *
 * @param field dotted path
 * @param unit UCUM; null where none is declared
 * @param kind null where none is declared
 * @param deviceTypeIds whose devices send it, in order
 */
@Introspected
record Metric(
    String field,
    FieldType type,
    @Nullable String unit,
    @Nullable MetricKind kind,
    List<UUID> deviceTypeIds) {
  Metric {
    deviceTypeIds = List.copyOf(deviceTypeIds);
  }

  /** What makes two fields of device types one metric. */
  record Key(String field, FieldType type, @Nullable String unit, @Nullable MetricKind kind)
      implements Comparable<Key> {
    static Key of(Field field) {
      return new Key(field.path(), field.type(), field.unit(), field.kind());
    }

    /** The same as text; an empty one where there is none. */
    List<String> texts() {
      return List.of(field, type.name(), unit == null ? "" : unit, kind == null ? "" : kind.name());
    }

    @Override
    public int compareTo(Key other) {
      return compare(texts(), other.texts());
    }
  }

  Key key() {
    return new Key(field, type, unit, kind);
  }

  /** The order that metrics are listed in. */
  static int compare(List<String> texts, List<String> others) {
    for (int at = 0; at < texts.size(); at++) {
      int order = texts.get(at).compareTo(others.get(at));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }
}

package io.sensormine.registry.definition;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.contracts.registry.Field;
import io.sensormine.contracts.registry.FieldType;
import io.sensormine.contracts.registry.MetricKind;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The fields that a definition declares: its scalars, by the dotted path that a message's objects
 * and arrays flatten to. What is declared under a condition only, or may be of several types, is
 * not in it.
 */
final class FieldCatalogue {
  /** How many items of an array become fields. */
  private static final int MAX_ITEMS = 64;

  private final Document document;
  private final int maxFields;
  private final Map<String, Field> fields = new TreeMap<>();

  private FieldCatalogue(Document document, int maxFields) {
    this.document = document;
    this.maxFields = maxFields;
  }

  /** In order of path; one more than {@code maxFields} where there are more. */
  static List<Field> of(Document document, JsonNode root, int maxFields) {
    var catalogue = new FieldCatalogue(document, maxFields);
    catalogue.below("", Place.of(document, List.of(root)));
    return List.copyOf(catalogue.fields.values());
  }

  private void below(String prefix, Place place) {
    for (var name : place.properties()) {
      add(prefix + name, place.property(document, name));
    }
  }

  private void add(String path, Place place) {
    if (fields.size() > maxFields) {
      return;
    }
    var types = types(place);
    if (types.equals(Set.of("object"))) {
      below(path + ".", place);
    } else if (types.equals(Set.of("array"))) {
      items(path + ".", place);
    } else {
      type(types).ifPresent(type -> fields.putIfAbsent(path, field(path, type, place)));
    }
  }

  /** A tuple's items, and those of an array whose length is bounded. */
  private void items(String prefix, Place place) {
    var tuple = place.first("prefixItems");
    var rest = place.first("items");
    var bound = place.first("maxItems");
    int count =
        rest.isObject() && bound.isNumber()
            ? Math.min(
                bound.decimalValue().min(BigDecimal.valueOf(MAX_ITEMS)).intValue(), MAX_ITEMS)
            : Math.min(tuple.size(), MAX_ITEMS);
    for (int index = 0; index < count; index++) {
      var item = index < tuple.size() ? tuple.path(index) : rest;
      add(prefix + index, Place.of(document, List.of(item)));
    }
  }

  private static Set<String> types(Place place) {
    var declared = new HashSet<>(place.types());
    if (declared.isEmpty()) {
      options(place).map(FieldCatalogue::typeOf).forEach(declared::add);
      declared.remove("null");
    }
    if (declared.isEmpty() && !place.properties().isEmpty()) {
      declared.add("object");
    }
    if (declared.contains("number")) {
      declared.remove("integer");
    }
    return declared;
  }

  private static Optional<FieldType> type(Set<String> types) {
    if (types.size() != 1) {
      return Optional.empty();
    }
    return switch (types.iterator().next()) {
      case "number" -> Optional.of(FieldType.NUMBER);
      case "integer" -> Optional.of(FieldType.INTEGER);
      case "boolean" -> Optional.of(FieldType.BOOLEAN);
      case "string" -> Optional.of(FieldType.STRING);
      default -> Optional.empty();
    };
  }

  private static Stream<JsonNode> options(Place place) {
    var single = place.first("const");
    return single.isMissingNode()
        ? StreamSupport.stream(place.first("enum").spliterator(), false)
        : Stream.of(single);
  }

  private static String typeOf(JsonNode value) {
    return switch (value.getNodeType()) {
      case NUMBER -> value.decimalValue().stripTrailingZeros().scale() <= 0 ? "integer" : "number";
      case BOOLEAN -> "boolean";
      case STRING -> "string";
      case NULL -> "null";
      case ARRAY, BINARY, MISSING, OBJECT, POJO -> "other";
    };
  }

  private static Field field(String path, FieldType type, Place place) {
    var options = options(place).toList();
    return new Field(
        path,
        type,
        text(place.first("unit")),
        kind(place.first("x-metric-kind")),
        text(place.first("title")),
        text(place.first("description")),
        number(place.first("minimum")),
        number(place.first("maximum")),
        text(place.first("x-renamed-from")),
        options.isEmpty() ? null : options);
  }

  private static @Nullable String text(JsonNode value) {
    return value.isTextual() ? value.textValue() : null;
  }

  private static @Nullable BigDecimal number(JsonNode value) {
    return value.isNumber() ? value.decimalValue() : null;
  }

  private static @Nullable MetricKind kind(JsonNode value) {
    return value.isTextual()
        ? MetricKind.valueOf(value.textValue().toUpperCase(Locale.ROOT))
        : null;
  }
}

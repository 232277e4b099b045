package io.sensormine.registry.shape;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.sensormine.registry.definition.Document;
import io.sensormine.registry.shape.Demand.AnyOf;
import io.sensormine.registry.shape.Demand.Bound;
import io.sensormine.registry.shape.Demand.Conditional;
import io.sensormine.registry.shape.Demand.Contains;
import io.sensormine.registry.shape.Demand.Content;
import io.sensormine.registry.shape.Demand.Dependent;
import io.sensormine.registry.shape.Demand.Items;
import io.sensormine.registry.shape.Demand.Multiple;
import io.sensormine.registry.shape.Demand.Names;
import io.sensormine.registry.shape.Demand.Never;
import io.sensormine.registry.shape.Demand.OneOf;
import io.sensormine.registry.shape.Demand.Opaque;
import io.sensormine.registry.shape.Demand.Pattern;
import io.sensormine.registry.shape.Demand.Required;
import io.sensormine.registry.shape.Demand.Types;
import io.sensormine.registry.shape.Demand.Unique;
import io.sensormine.registry.shape.Demand.Values;
import io.sensormine.registry.shape.Shape.Source;
import io.sensormine.registry.shape.Shape.Sources;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the shape out of a definition. Annotations demand nothing; {@code format} is one of them,
 * as in JSON Schema 2020-12.
 */
public final class Normaliser {
  private final Document document;

  private Normaliser(Document document) {
    this.document = document;
  }

  /**
   * A definition's shape.
   *
   * @param definition one that has passed every check; so its references end, and expand within
   *     bounds
   */
  public static Shape shape(JsonNode definition) {
    return new Normaliser(new Document(definition)).at(JsonPointer.empty());
  }

  Shape at(JsonPointer at) {
    var schema = document.at(at);
    var sources = new ArrayList<>(List.of(new Source(at, schema)));
    if (schema.isBoolean()) {
      var origin = new Origin(at, "", schema);
      return new Shape(
          schema.booleanValue() ? List.of() : List.of(new Never(origin)), new Sources(sources));
    }
    var demands = new ArrayList<Demand>();
    value(at, schema, demands);
    number(at, schema, demands);
    array(at, schema, demands);
    object(at, schema, demands);
    logic(at, schema, demands);
    for (var part : parts(at, schema)) {
      var shape = at(part);
      demands.addAll(shape.demands());
      sources.addAll(shape.sources().all());
    }
    unevaluated(at, schema, demands);
    return new Shape(demands, new Sources(sources));
  }

  /** What holds beside a schema, whatever the value. */
  List<JsonPointer> parts(JsonPointer at, JsonNode schema) {
    var parts = new ArrayList<JsonPointer>();
    if (schema.has("$ref")) {
      parts.add(document.target(schema.path("$ref").textValue()).orElseThrow());
    }
    for (int index = 0; index < schema.path("allOf").size(); index++) {
      parts.add(at.appendProperty("allOf").appendIndex(index));
    }
    return parts;
  }

  private static void value(JsonPointer at, JsonNode schema, List<Demand> demands) {
    var type = schema.path("type");
    if (!type.isMissingNode()) {
      var kinds = EnumSet.noneOf(Kind.class);
      if (type.isTextual()) {
        kinds.addAll(Kind.ofType(type.textValue()));
      }
      type.forEach(one -> kinds.addAll(Kind.ofType(one.textValue())));
      demands.add(new Types(origin(at, schema, "type"), kinds));
    }
    if (schema.has("const")) {
      demands.add(new Values(origin(at, schema, "const"), Set.of(schema.path("const"))));
    }
    if (schema.has("enum")) {
      var values = new LinkedHashSet<JsonNode>();
      schema.path("enum").forEach(values::add);
      demands.add(new Values(origin(at, schema, "enum"), values));
    }
  }

  private static void number(JsonPointer at, JsonNode schema, List<Demand> demands) {
    for (var measure : Measure.values()) {
      bound(at, schema, measure, measure.lower(), false, true, demands);
      bound(at, schema, measure, measure.upper(), true, true, demands);
    }
    bound(at, schema, Measure.NUMBER, "exclusiveMinimum", false, false, demands);
    bound(at, schema, Measure.NUMBER, "exclusiveMaximum", true, false, demands);
    if (schema.has("multipleOf")) {
      demands.add(
          new Multiple(origin(at, schema, "multipleOf"), schema.path("multipleOf").decimalValue()));
    }
    if (schema.has("pattern")) {
      demands.add(new Pattern(origin(at, schema, "pattern"), schema.path("pattern").textValue()));
    }
  }

  private static void bound(
      JsonPointer at,
      JsonNode schema,
      Measure measure,
      String keyword,
      boolean upper,
      boolean inclusive,
      List<Demand> demands) {
    if (schema.has(keyword)) {
      demands.add(
          new Bound(
              origin(at, schema, keyword),
              measure,
              upper,
              schema.path(keyword).decimalValue(),
              inclusive));
    }
  }

  private void array(JsonPointer at, JsonNode schema, List<Demand> demands) {
    if (schema.has("prefixItems") || schema.has("items")) {
      demands.add(
          new Items(
              origin(at, schema, schema.has("items") ? "items" : "prefixItems"),
              list(at, schema, "prefixItems"),
              optional(at, schema, "items")));
    }
    if (schema.path("uniqueItems").asBoolean(false)) {
      demands.add(new Unique(origin(at, schema, "uniqueItems")));
    }
    var least =
        schema.has("minContains") ? schema.path("minContains").decimalValue() : BigDecimal.ONE;
    var most = schema.has("maxContains") ? schema.path("maxContains").decimalValue() : null;
    if (schema.has("contains") && (least.signum() > 0 || most != null)) {
      contains(at, schema, least, most, demands);
    }
  }

  private void contains(
      JsonPointer at,
      JsonNode schema,
      BigDecimal least,
      @Nullable BigDecimal most,
      List<Demand> demands) {
    var item = optional(at, schema, "contains");
    if (least.signum() > 0) {
      var keyword = schema.has("minContains") ? "minContains" : "contains";
      demands.add(new Contains(origin(at, schema, keyword), item, least, null));
    }
    if (most != null) {
      var origin = origin(at, schema, "maxContains");
      demands.add(
          most.signum() == 0
              ? new Items(origin, List.of(), Negation.of(item, origin))
              : new Contains(origin, item, BigDecimal.ZERO, most));
    }
  }

  private void object(JsonPointer at, JsonNode schema, List<Demand> demands) {
    schema
        .path("required")
        .forEach(
            name -> demands.add(new Required(origin(at, schema, "required"), name.textValue())));
    if (schema.has("properties")
        || schema.has("patternProperties")
        || schema.has("additionalProperties")) {
      demands.add(
          new Content(
              origin(at, schema, "properties"),
              named(at, schema, "properties"),
              named(at, schema, "patternProperties"),
              optional(at, schema, "additionalProperties")));
    }
    if (schema.has("propertyNames")) {
      demands.add(
          new Names(origin(at, schema, "propertyNames"), optional(at, schema, "propertyNames")));
    }
    for (var dependent : schema.path("dependentRequired").properties()) {
      var origin = origin(at, schema, "dependentRequired");
      var required = new ArrayList<Demand>();
      dependent.getValue().forEach(name -> required.add(new Required(origin, name.textValue())));
      demands.add(new Dependent(origin, dependent.getKey(), Shape.of(required)));
    }
    named(at, schema, "dependentSchemas")
        .forEach((name, then) ->
            demands.add(new Dependent(origin(at, schema, "dependentSchemas"), name, then)));
  }

  private void logic(JsonPointer at, JsonNode schema, List<Demand> demands) {
    if (schema.has("anyOf")) {
      demands.add(new AnyOf(origin(at, schema, "anyOf"), list(at, schema, "anyOf")));
    }
    if (schema.has("oneOf")) {
      demands.add(new OneOf(origin(at, schema, "oneOf"), list(at, schema, "oneOf")));
    }
    if (schema.has("not")) {
      demands.addAll(contrary(at, schema).demands());
    }
    if (schema.has("if") && (schema.has("then") || schema.has("else"))) {
      demands.add(
          new Conditional(
              origin(at, schema, "if"),
              optional(at, schema, "if"),
              optional(at, schema, "then"),
              optional(at, schema, "else")));
    }
  }

  private Shape contrary(JsonPointer at, JsonNode schema) {
    var inner = schema.path("not");
    // what a contrary's contrary comes to is plain where it stands, and laborious to work out
    return inner.size() == 1 && inner.has("not")
        ? optional(at.appendProperty("not"), inner, "not")
        : Negation.of(optional(at, schema, "not"), origin(at, schema, "not"));
  }

  private void unevaluated(JsonPointer at, JsonNode schema, List<Demand> demands) {
    var evaluated = new Evaluated(document, this);
    if (schema.has("unevaluatedProperties")) {
      var rest = optional(at, schema, "unevaluatedProperties");
      var origin = origin(at, schema, "unevaluatedProperties");
      switch (evaluated.properties(at)) {
        case Evaluated.Properties.All all -> {}
        case Evaluated.Properties.Some some -> demands.add(content(origin, some, rest));
        case Evaluated.Properties.ByValue byValue -> demands.add(opaque(origin, schema));
      }
    }
    if (schema.has("unevaluatedItems")) {
      var rest = optional(at, schema, "unevaluatedItems");
      var origin = origin(at, schema, "unevaluatedItems");
      switch (evaluated.items(at)) {
        case Evaluated.Items.All all -> {}
        case Evaluated.Items.First first ->
            demands.add(new Items(origin, Collections.nCopies(first.count(), Shape.ANY), rest));
        case Evaluated.Items.ByValue byValue -> demands.add(opaque(origin, schema));
      }
    }
  }

  private Opaque opaque(Origin origin, JsonNode schema) {
    boolean refers = schema.findValue("$ref") != null;
    return new Opaque(
        origin,
        origin.keyword(),
        schema,
        refers ? document.at(JsonPointer.empty()) : MissingNode.getInstance());
  }

  private static Content content(Origin origin, Evaluated.Properties.Some some, Shape rest) {
    var names = new LinkedHashMap<String, Shape>();
    some.names().forEach(name -> names.put(name, Shape.ANY));
    var patterns = new LinkedHashMap<String, Shape>();
    some.patterns().forEach(pattern -> patterns.put(pattern, Shape.ANY));
    return new Content(origin, names, patterns, rest);
  }

  private Shape optional(JsonPointer at, JsonNode schema, String keyword) {
    return schema.has(keyword) ? at(at.appendProperty(keyword)) : Shape.ANY;
  }

  private List<Shape> list(JsonPointer at, JsonNode schema, String keyword) {
    var shapes = new ArrayList<Shape>();
    for (int index = 0; index < schema.path(keyword).size(); index++) {
      shapes.add(at(at.appendProperty(keyword).appendIndex(index)));
    }
    return shapes;
  }

  private Map<String, Shape> named(JsonPointer at, JsonNode schema, String keyword) {
    var shapes = new LinkedHashMap<String, Shape>();
    for (var named : schema.path(keyword).properties()) {
      shapes.put(named.getKey(), at(at.appendProperty(keyword).appendProperty(named.getKey())));
    }
    return shapes;
  }

  private static Origin origin(JsonPointer at, JsonNode schema, String keyword) {
    return new Origin(at, keyword, schema.path(keyword));
  }
}

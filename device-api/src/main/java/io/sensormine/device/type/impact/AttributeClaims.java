package io.sensormine.device.type.impact;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.device.attribute.AttributeDefinition;
import io.sensormine.device.attribute.AttributeType;
import io.sensormine.device.attribute.AttributeValues;
import io.sensormine.device.type.impact.Claim.Weight;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What changed definitions may do to devices; whether they do is for a count to say. */
final class AttributeClaims {
  private final List<Claim> claims = new ArrayList<>();

  private AttributeClaims() {}

  /** In the order of the new definitions, then those removed. Empty where no value is concerned. */
  static List<Claim> of(List<AttributeDefinition> before, List<AttributeDefinition> after) {
    var found = new AttributeClaims();
    var former = byName(before);
    var current = byName(after);
    if (before.isEmpty() && !after.isEmpty()) {
      found.closed(current.keySet());
    }
    for (int i = 0; i < after.size(); i++) {
      var definition = after.get(i);
      var path = "/attributes/" + i;
      var standing = former.get(definition.name());
      found.required(standing, definition, path);
      if (standing == null) {
        found.defined(definition, path);
      } else if (standing.type() != definition.type()) {
        found.retyped(standing, definition, path);
      } else {
        found.narrowed(standing, definition, path);
      }
    }
    for (int i = 0; i < before.size(); i++) {
      if (!current.containsKey(before.get(i).name())) {
        found.removed(before.get(i), "/attributes/" + i);
      }
    }
    return List.copyOf(found.claims);
  }

  /** The names that a definition has, before or after, and no claim is about. */
  static Set<String> unconcerned(
      List<Claim> claims, List<AttributeDefinition> before, List<AttributeDefinition> after) {
    var names = new HashSet<>(byName(before).keySet());
    names.addAll(byName(after).keySet());
    claims.forEach(claim -> names.remove(claim.attribute()));
    return names;
  }

  private static Map<String, AttributeDefinition> byName(List<AttributeDefinition> definitions) {
    var named = new HashMap<String, AttributeDefinition>();
    definitions.forEach(definition -> named.put(definition.name(), definition));
    return named;
  }

  private void closed(Set<String> defined) {
    claims.add(
        new Claim(
            null,
            "/attributes",
            ImpactKind.ATTRIBUTES_CLOSED,
            Weight.BREAKS_IF_MET,
            part -> hasOthers(part, defined),
            count ->
                "The type took any attributes and takes only those defined; %s others."
                    .formatted(devices(count, "has", "have"))));
  }

  private void required(
      @Nullable AttributeDefinition standing, AttributeDefinition definition, String path) {
    var name = definition.name();
    if (demands(definition) && (standing == null || !demands(standing))) {
      add(
          definition,
          path + "/required",
          ImpactKind.ATTRIBUTE_REQUIRED,
          Weight.BREAKS,
          part -> value(part, name) == null,
          count ->
              "`%s` becomes required and has no default; %s it."
                  .formatted(name, devices(count, "lacks", "lack")));
    } else if (definition.mandatory()
        && definition.preset() != null
        && (standing == null || !standing.mandatory())) {
      add(
          definition,
          path + "/required",
          ImpactKind.ATTRIBUTE_REQUIRED,
          Weight.WARNS,
          part -> value(part, name) == null,
          count ->
              "`%s` becomes required; %s it, until a change of the device sets the default."
                  .formatted(name, devices(count, "lacks", "lack")));
    }
  }

  /** Whether whoever writes a device must give a value. */
  private static boolean demands(AttributeDefinition definition) {
    return definition.mandatory() && definition.preset() == null;
  }

  private void defined(AttributeDefinition definition, String path) {
    add(
        definition,
        path,
        ImpactKind.ATTRIBUTE_NARROWED,
        Weight.COUNTS_IF_MET,
        misfits(definition),
        count ->
            "`%s` was free and is defined now; %s.".formatted(definition.name(), unfit(count)));
  }

  private void retyped(AttributeDefinition standing, AttributeDefinition definition, String path) {
    add(
        definition,
        path + "/type",
        ImpactKind.ATTRIBUTE_TYPE_CHANGED,
        Weight.BREAKS,
        misfits(definition),
        count ->
            "`%s` was %s and becomes %s; %s."
                .formatted(
                    definition.name(),
                    word(standing.type()),
                    word(definition.type()),
                    unfit(count)));
  }

  private void narrowed(AttributeDefinition standing, AttributeDefinition definition, String path) {
    var keywords = narrowedKeywords(standing, definition);
    if (keywords.isEmpty()) {
      return;
    }
    add(
        definition,
        keywords.size() == 1 ? path + "/" + keywords.getFirst() : path,
        ImpactKind.ATTRIBUTE_NARROWED,
        Weight.BREAKS_IF_MET,
        misfits(definition),
        count ->
            "`%s` takes less than before (%s); %s."
                .formatted(definition.name(), String.join(", ", keywords), unfit(count)));
  }

  private static List<String> narrowedKeywords(
      AttributeDefinition standing, AttributeDefinition definition) {
    var keywords = new ArrayList<String>();
    if (isTighter(standing.min(), definition.min(), 1)) {
      keywords.add("min");
    }
    if (isTighter(standing.max(), definition.max(), -1)) {
      keywords.add("max");
    }
    var pattern = definition.pattern();
    if (pattern != null && !pattern.equals(standing.pattern())) {
      keywords.add("pattern");
    }
    var options = definition.options();
    if (options != null
        && (standing.options() == null || !options.containsAll(standing.options()))) {
      keywords.add("options");
    }
    return keywords;
  }

  /** Whether a bound moved in a direction, or came. */
  private static boolean isTighter(
      @Nullable BigDecimal before, @Nullable BigDecimal after, int direction) {
    return after != null
        && (before == null || Integer.signum(after.compareTo(before)) == direction);
  }

  private void removed(AttributeDefinition standing, String path) {
    add(
        standing,
        path,
        ImpactKind.ATTRIBUTE_REMOVED,
        Weight.BREAKS,
        part -> value(part, standing.name()) != null,
        count ->
            "`%s` is removed; %s a value."
                .formatted(standing.name(), devices(count, "has", "have")));
  }

  private void add(
      AttributeDefinition definition,
      String path,
      ImpactKind kind,
      Weight weight,
      Predicate<JsonNode> met,
      LongFunction<String> message) {
    claims.add(new Claim(definition.name(), path, kind, weight, met, message));
  }

  /** The same check that devices meet when they are written. */
  private static Predicate<JsonNode> misfits(AttributeDefinition definition) {
    var fitting = AttributeValues.fitting(definition);
    return part -> {
      var value = value(part, definition.name());
      return value != null && !fitting.test(value);
    };
  }

  private static @Nullable JsonNode value(JsonNode attributes, String name) {
    var value = attributes.get(name);
    return value == null || value.isNull() ? null : value;
  }

  private static boolean hasOthers(JsonNode attributes, Set<String> defined) {
    return attributes.properties().stream()
        .anyMatch(each -> !each.getValue().isNull() && !defined.contains(each.getKey()));
  }

  /** Such as {@code no device has}, {@code 1 device has} or {@code 3 devices have}. */
  static String devices(long count, String one, String many) {
    return count == 0
        ? "no device " + one
        : count == 1 ? "1 device " + one : count + " devices " + many;
  }

  private static String unfit(long count) {
    return devices(count, "has", "have") + " a value that does not fit";
  }

  private static String word(AttributeType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }
}

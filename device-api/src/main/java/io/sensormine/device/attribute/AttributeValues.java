package io.sensormine.device.attribute;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.kit.problem.Violation;
import io.sensormine.kit.text.PlainText;
import java.math.BigDecimal;
import java.net.URI;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A device's attributes, checked against its type's definitions.
 *
 * @param values those given but for nulls, and the defaults of those not given
 * @param violations what is wrong with them; paths begin with {@code /attributes}
 */
public record AttributeValues(Map<String, JsonNode> values, List<Violation> violations) {
  private static final int MAX_TEXT = 2_000;
  private static final int MAX_DIGITS = 400;

  public AttributeValues {
    values = Map.copyOf(values);
    violations = List.copyOf(violations);
  }

  /**
   * Checks the attributes given. A type without definitions takes any that are text, a number or
   * true or false; a type with some takes no others.
   *
   * @param mostBytes how long all together may be, defaults included, as {@link AttributeSettings}
   *     says
   */
  public static AttributeValues of(
      CompiledAttributes definitions, Map<String, JsonNode> given, int mostBytes) {
    var values = new LinkedHashMap<String, JsonNode>();
    var violations = new ArrayList<Violation>();
    given.forEach((name, value) -> {
      if (value.isNull()) {
        return;
      }
      values.put(name, value);
      var attribute = definitions.find(name);
      if (attribute != null) {
        check(attribute, value, path(name)).ifPresent(violations::add);
      } else if (definitions.definitions().isEmpty()) {
        checkUndefined(name, value).ifPresent(violations::add);
      } else {
        violations.add(new Violation(path(name), "unknown-attribute", definitions.unknown()));
      }
    });
    for (var definition : definitions.definitions()) {
      if (!values.containsKey(definition.name())) {
        if (definition.preset() != null) {
          values.put(definition.name(), definition.preset());
        } else if (definition.mandatory()) {
          violations.add(
              new Violation(
                  path(definition.name()), "required", "The device type requires this attribute."));
        }
      }
    }
    if (violations.isEmpty()) {
      AttributeSize.check(values, mostBytes).ifPresent(violations::add);
    }
    return new AttributeValues(values, violations);
  }

  /** Whether a value fits a definition, for many values. */
  public static Predicate<JsonNode> fitting(AttributeDefinition definition) {
    var attribute = CompiledAttributes.Attribute.of(definition);
    return value -> check(attribute, value, "").isEmpty();
  }

  /** What is wrong with one value; empty where it fits. */
  static Optional<Violation> check(AttributeDefinition definition, JsonNode value, String path) {
    return check(CompiledAttributes.Attribute.of(definition), value, path);
  }

  private static Optional<Violation> check(
      CompiledAttributes.Attribute attribute, JsonNode value, String path) {
    var definition = attribute.definition();
    return switch (definition.type()) {
      case NUMBER, INTEGER -> checkNumber(definition, value, path);
      case BOOLEAN ->
          value.isBoolean() ? Optional.empty() : wrongType(path, "This is true or false.");
      case TEXT -> checkText(value, path).or(() -> checkLength(attribute, value, path));
      case DATE ->
          checkText(value, path)
              .or(() -> unless(isDate(value), path, "not-a-date", "A date is written 2026-01-31."));
      case ENUM ->
          checkText(value, path)
              .or(() ->
                  unless(
                      attribute.options().contains(value.textValue()),
                      path,
                      "not-an-option",
                      "This is none of the options."));
      case EMAIL ->
          checkText(value, path)
              .or(() -> unless(isEmail(value), path, "not-an-email", "This is no e-mail address."));
      case URL ->
          checkText(value, path)
              .or(() -> unless(isUrl(value), path, "not-a-url", "This is no http or https URL."));
    };
  }

  /** Whether a number is one that JSON readers, the database and floating point all take. */
  public static boolean isStorable(BigDecimal number) {
    return number.precision() <= MAX_DIGITS
        && Math.abs((long) number.scale()) <= MAX_DIGITS
        && Double.isFinite(number.doubleValue());
  }

  static boolean isWhole(BigDecimal number) {
    return number.stripTrailingZeros().scale() <= 0;
  }

  private static Optional<Violation> checkNumber(
      AttributeDefinition definition, JsonNode value, String path) {
    if (!value.isNumber()) {
      return wrongType(path, "This is a number.");
    }
    var number = value.decimalValue();
    if (!isStorable(number)) {
      return outOfRange(path);
    }
    if (definition.type() == AttributeType.INTEGER && !isWhole(number)) {
      return wrongType(path, "This is a whole number.");
    }
    return checkBounds(definition, number, path, "");
  }

  private static Optional<Violation> checkLength(
      CompiledAttributes.Attribute attribute, JsonNode value, String path) {
    var definition = attribute.definition();
    var pattern = attribute.pattern();
    var text = value.textValue();
    var length = BigDecimal.valueOf(text.codePointCount(0, text.length()));
    return checkBounds(definition, length, path, " characters")
        .or(() ->
            unless(
                pattern == null || pattern.matcher(text).find(),
                path,
                "pattern",
                "This does not match the pattern " + definition.pattern() + "."));
  }

  private static Optional<Violation> checkBounds(
      AttributeDefinition definition, BigDecimal size, String path, String unit) {
    var min = definition.min();
    var max = definition.max();
    if (min != null && size.compareTo(min) < 0) {
      return Optional.of(
          new Violation(path, "below-min", "At least %s%s.".formatted(min.toPlainString(), unit)));
    }
    if (max != null && size.compareTo(max) > 0) {
      return Optional.of(
          new Violation(path, "above-max", "At most %s%s.".formatted(max.toPlainString(), unit)));
    }
    return Optional.empty();
  }

  private static Optional<Violation> checkUndefined(String name, JsonNode value) {
    var path = path(name);
    if (name.isBlank() || name.length() > 100 || !PlainText.isLine(name)) {
      return Optional.of(
          new Violation(
              path, "invalid-name", "An attribute's name is a line of 1 to 100 characters."));
    }
    if (value.isNumber()) {
      return isStorable(value.decimalValue()) ? Optional.empty() : outOfRange(path);
    }
    return value.isBoolean() ? Optional.empty() : checkText(value, path);
  }

  private static Optional<Violation> checkText(JsonNode value, String path) {
    if (!value.isTextual()) {
      return wrongType(path, "This is text.");
    }
    return value.textValue().length() <= MAX_TEXT && PlainText.isLine(value.textValue())
        ? Optional.empty()
        : Optional.of(
            new Violation(
                path,
                "text-not-storable",
                "Text is one line without control characters or noncharacters, at most %d characters."
                    .formatted(MAX_TEXT)));
  }

  private static boolean isDate(JsonNode value) {
    try {
      LocalDate.parse(value.textValue());
      return true;
    } catch (DateTimeException notOne) {
      return false;
    }
  }

  private static boolean isEmail(JsonNode value) {
    var text = value.textValue();
    var at = text.indexOf('@');
    return at > 0
        && at == text.lastIndexOf('@')
        && at < text.length() - 1
        && text.length() <= 254
        && text.chars().noneMatch(Character::isWhitespace);
  }

  private static boolean isUrl(JsonNode value) {
    try {
      var url = URI.create(value.textValue());
      return ("http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme()))
          && url.getHost() != null;
    } catch (IllegalArgumentException notOne) {
      return false;
    }
  }

  private static Optional<Violation> unless(
      boolean fine, String path, String code, String message) {
    return fine ? Optional.empty() : Optional.of(new Violation(path, code, message));
  }

  private static Optional<Violation> wrongType(String path, String message) {
    return Optional.of(new Violation(path, "wrong-type", message));
  }

  private static Optional<Violation> outOfRange(String path) {
    return Optional.of(
        new Violation(path, "number-out-of-range", "This number is beyond what can be kept."));
  }

  private static String path(String name) {
    return Violation.pointer("attributes", name);
  }
}

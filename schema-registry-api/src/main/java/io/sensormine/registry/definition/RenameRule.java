package io.sensormine.registry.definition;

import io.sensormine.contracts.registry.Field;
import io.sensormine.kit.problem.Violation;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * {@code x-renamed-from} stands at a field, and no two fields, and none that is still declared,
 * have the former path. Whether an earlier version has it is for the schema to say.
 */
final class RenameRule {
  private static final String KEYWORD = "x-renamed-from";

  private RenameRule() {}

  /** Where each former path is named, as JSON Pointers into the definition. */
  static Map<String, String> renames(Document document) {
    var renames = new LinkedHashMap<String, String>();
    document
        .subschemas()
        .forEach((at, schema) -> {
          if (schema.path(KEYWORD).isTextual()) {
            renames.putIfAbsent(
                schema.path(KEYWORD).textValue(), at.appendProperty(KEYWORD).toString());
          }
        });
    return renames;
  }

  static void check(Document document, List<Field> fields, Consumer<Violation> refuse) {
    var paths = fields.stream().map(Field::path).collect(Collectors.toSet());
    var formers = fields.stream().map(Field::renamedFrom).filter(Objects::nonNull).toList();
    var seen = new HashSet<String>();
    var twice = formers.stream().filter(former -> !seen.add(former)).collect(Collectors.toSet());
    renames(document)
        .forEach((former, pointer) -> {
          var problem =
              !seen.contains(former)
                  ? "x-renamed-from stands at a field: a number, integer, boolean or string."
                  : twice.contains(former)
                      ? "Two fields cannot both be `%s` under a new name.".formatted(former)
                      : paths.contains(former)
                          ? "`%s` is still declared, so nothing was renamed from it."
                              .formatted(former)
                          : "";
          if (!problem.isEmpty()) {
            refuse.accept(new Violation(pointer, "renamed-from", problem));
          }
        });
  }
}

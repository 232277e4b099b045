package io.sensormine.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.check.testing.RandomDocuments;
import io.sensormine.check.testing.RandomSchemas;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** What is compiled accepts what the library finds nothing in, and nothing else. */
class SameVerdictTest {
  private static final int SCHEMAS = 4_000;
  private static final int DOCUMENTS = 26;

  @Test
  void acceptsWhatTheLibraryAcceptsByFlatSchemas() {
    assertThat(compare(RandomSchemas::flat)).isGreaterThan(SCHEMAS * 9 / 10);
  }

  @Test
  void acceptsWhatTheLibraryAcceptsByNestedSchemas() {
    assertThat(compare(random -> RandomSchemas.compilable(random, 3)))
        .isGreaterThan(SCHEMAS * 9 / 10);
  }

  /** How many schemas were compiled. */
  private static int compare(Function<RandomGenerator, JsonNode> schemas) {
    int compiled = 0;
    int accepted = 0;
    int refused = 0;
    for (int seed = 0; seed < SCHEMAS; seed++) {
      var random = new SplittableRandom(seed);
      var schema = schemas.apply(random);
      var check = MessageCheck.by(schema);
      compiled += check.isCompiled() ? 1 : 0;
      for (int i = 0; i < DOCUMENTS; i++) {
        var document = RandomDocuments.of(schema, random);
        var findings = check.explained(document);
        if (check.accepts(document) != findings.isEmpty()) {
          fail(
              "seed %d%nschema   %s%ndocument %s%nlibrary  %s"
                  .formatted(seed, schema, document, findings));
        }
        if (findings.isEmpty()) {
          accepted++;
        } else {
          refused++;
        }
      }
    }
    int fifth = SCHEMAS * DOCUMENTS / 5;
    assertThat(accepted).isGreaterThan(fifth);
    assertThat(refused).isGreaterThan(fifth);
    return compiled;
  }

  @Test
  void coversEveryKeywordWithSchemasThatAreSchemas() {
    var keywords = new HashSet<String>();
    for (int seed = 0; seed < 400; seed++) {
      var schema = RandomSchemas.deep(new SplittableRandom(seed), 3);
      assertThat(MetaSchema.findings(schema)).as("seed %d: %s", seed, schema).isEmpty();
      assertThat(MetaSchema.refusal(schema)).as("seed %d: %s", seed, schema).isEmpty();
      names(schema, keywords);
    }
    assertThat(keywords).containsAll(KEYWORDS);
  }

  @Test
  void givesDocumentsOfBothKindsForSchemasWithAnyKeyword() {
    int accepted = 0;
    int all = 0;
    for (int seed = 0; seed < 2_000; seed++) {
      var random = new SplittableRandom(seed);
      var schema = RandomSchemas.deep(random, 3);
      var check = MessageCheck.by(schema);
      for (int i = 0; i < 5; i++, all++) {
        accepted += check.accepts(RandomDocuments.of(schema, random)) ? 1 : 0;
      }
    }
    assertThat(accepted).isBetween(all / 5, all * 4 / 5);
  }

  private static void names(JsonNode node, Set<String> into) {
    node.properties().forEach(one -> into.add(one.getKey()));
    node.forEach(child -> names(child, into));
  }

  private static final Set<String> KEYWORDS =
      Set.of(
          "type",
          "enum",
          "const",
          "minimum",
          "maximum",
          "exclusiveMinimum",
          "exclusiveMaximum",
          "multipleOf",
          "minLength",
          "maxLength",
          "pattern",
          "items",
          "prefixItems",
          "contains",
          "minContains",
          "maxContains",
          "minItems",
          "maxItems",
          "uniqueItems",
          "unevaluatedItems",
          "properties",
          "patternProperties",
          "additionalProperties",
          "unevaluatedProperties",
          "propertyNames",
          "required",
          "minProperties",
          "maxProperties",
          "dependentRequired",
          "dependentSchemas",
          "allOf",
          "anyOf",
          "oneOf",
          "not",
          "if",
          "then",
          "else",
          "$ref",
          "$defs",
          "$anchor");
}

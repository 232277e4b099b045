package io.sensormine.ingestion.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import io.sensormine.ingestion.message.Flaw;
import io.sensormine.ingestion.message.Pointers;
import io.sensormine.ingestion.message.RejectionCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A schema version made ready to check payloads by. Thread-safe. */
final class SchemaChecker {
  private static final int MAX_FLAWS = 10;

  private final Schema schema;

  /** Compiles a definition, JSON Schema 2020-12; nothing that it refers to is fetched. */
  SchemaChecker(JsonNode definition) {
    // a registry of its own: two tenants' schemas may bear the same $id
    this.schema =
        SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                registry ->
                    registry.schemaRegistryConfig(
                        SchemaRegistryConfig.builder()
                            .locale(Locale.ROOT)
                            .losslessNarrowing(true)
                            .build()))
            .getSchema(definition);
    schema.initializeValidators();
  }

  /**
   * What breaks the schema, the first ten things at most; empty for a payload that keeps it.
   *
   * @param base where the payload stands in its message, as a JSON Pointer
   */
  List<Flaw> check(JsonNode payload, String base) {
    var errors = schema.validate(payload);
    return errors.isEmpty()
        ? List.of()
        : errors.stream().limit(MAX_FLAWS).map(error -> flaw(error, base)).toList();
  }

  private static Flaw flaw(Error error, String base) {
    var steps = new ArrayList<String>();
    NodePath location = error.getInstanceLocation();
    for (int at = 0; at < location.getNameCount(); at++) {
      steps.add(String.valueOf(location.getElement(at)));
    }
    if (error.getProperty() != null) {
      steps.add(error.getProperty());
    }
    return new Flaw(
        RejectionCode.SCHEMA_VIOLATION,
        Pointers.of(base, steps),
        String.valueOf(error.getMessage()));
  }
}

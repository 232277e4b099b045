package io.sensormine.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import java.util.List;
import java.util.Optional;

/** Whether something is a JSON Schema 2020-12. */
public final class MetaSchema {
  private static final Schema SCHEMA = Library.metaSchema();

  private MetaSchema() {}

  /**
   * What the meta-schema finds wrong with a definition, text that is no regular expression
   * included; empty where it is a schema. A regular expression that is one, but not one that {@link
   * TextPattern} takes, is none of its business.
   */
  public static List<Finding> findings(JsonNode definition) {
    return Library.findings(SCHEMA, definition);
  }

  /**
   * Why no {@link MessageCheck} can be made of a definition; empty where one can.
   *
   * @param definition one without findings, whose references stay inside it and whose patterns are
   *     taken
   */
  public static Optional<String> refusal(JsonNode definition) {
    try {
      MessageCheck.by(definition);
      return Optional.empty();
    } catch (SchemaException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}

package io.sensormine.check;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.path.NodePath;
import com.networknt.schema.path.PathType;
import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressionFactory;
import java.util.List;
import java.util.Locale;

/** JSON Schema 2020-12 by the library, shut off from the network: how it is set up, once. */
final class Library {
  private Library() {}

  static Schema metaSchema() {
    return registry(true, Library::wellFormed)
        .getSchema(SchemaLocation.of(Dialects.getDraft202012().getId()));
  }

  /**
   * Makes a definition ready.
   *
   * @param definition a {@link SchemaDocument}'s root
   */
  static Schema compile(JsonNode definition) {
    // a registry of its own: nothing is shared between two tenants' definitions
    var schema = registry(false, Library::pattern).getSchema(definition);
    schema.initializeValidators();
    return schema;
  }

  static List<Finding> findings(Schema schema, JsonNode value) {
    var errors = schema.validate(value);
    return errors.isEmpty() ? List.of() : errors.stream().map(Library::finding).toList();
  }

  private static Finding finding(Error error) {
    return new Finding(
        pointer(error.getInstanceLocation()),
        String.valueOf(error.getKeyword()),
        String.valueOf(error.getMessage()),
        error.getProperty());
  }

  private static String pointer(NodePath path) {
    var pointer = JsonPointer.empty();
    for (int at = 0; at < path.getNameCount(); at++) {
      pointer = pointer.appendProperty(String.valueOf(path.getElement(at)));
    }
    return pointer.toString();
  }

  private static RegularExpression pattern(String pattern) {
    return switch (TextPattern.read(pattern)) {
      case TextPattern.Reading.Taken(var taken) -> taken::matches;
      case TextPattern.Reading.Malformed(var reason) -> throw new IllegalArgumentException(reason);
      case TextPattern.Reading.NotTaken(var reason) -> throw new IllegalArgumentException(reason);
    };
  }

  private static RegularExpression wellFormed(String pattern) {
    return switch (TextPattern.read(pattern)) {
      case TextPattern.Reading.Malformed(var reason) -> throw new IllegalArgumentException(reason);
      case TextPattern.Reading.Taken(var taken) -> taken::matches;
      // the meta-schema asks whether it is one, and never applies it
      case TextPattern.Reading.NotTaken(var reason) -> text -> false;
    };
  }

  private static SchemaRegistry registry(boolean assertFormats, RegularExpressionFactory patterns) {
    var config =
        SchemaRegistryConfig.builder()
            .formatAssertionsEnabled(assertFormats)
            .locale(Locale.ENGLISH)
            // 1.0 is an integer, also where a message says what was found
            .losslessNarrowing(true)
            .pathType(PathType.JSON_POINTER)
            .regularExpressionFactory(patterns)
            .build();
    return SchemaRegistry.withDialect(
        Dialects.getDraft202012(),
        builder ->
            builder
                .schemaRegistryConfig(config)
                .schemaLoader(loader -> loader.fetchRemoteResources(false)));
  }
}

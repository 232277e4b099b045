package io.sensormine.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A schema version made ready to check messages. A flat or nested object of typed, bounded values
 * is compiled and decided in a fraction of the library's time; any other schema is the library's.
 * Either way it is the library that explains a refusal, so findings read the same. Thread-safe.
 *
 * <p>Numbers compare by value, a double by the shortest decimal that stands for it, and none is too
 * large to be checked; {@code format} asserts nothing. An infinite double is taken for a whole
 * number beyond all finite ones.
 */
public final class MessageCheck {
  private final Schema library;
  private final @Nullable SchemaRule compiled;

  private MessageCheck(Schema library, @Nullable SchemaRule compiled) {
    this.library = library;
    this.compiled = compiled;
  }

  /**
   * A check by a definition. Nothing that it refers to is fetched, and its {@code $id} is ignored,
   * so that two tenants' definitions cannot be taken for one another.
   *
   * @param definition JSON Schema 2020-12 that the registry has accepted
   */
  public static MessageCheck by(JsonNode definition) {
    var document = new SchemaDocument(definition);
    return new MessageCheck(
        Library.compile(document.root()), SchemaCompiler.compile(document).orElse(null));
  }

  /** A check by the library alone, to compare with; it comes to the same. */
  public static MessageCheck byLibrary(JsonNode definition) {
    return new MessageCheck(Library.compile(new SchemaDocument(definition).root()), null);
  }

  /** Whether the definition could be compiled, so that the library is asked for reasons only. */
  public boolean isCompiled() {
    return compiled != null;
  }

  /** Whether a message keeps the schema. */
  public boolean accepts(JsonNode message) {
    return compiled == null ? explained(message).isEmpty() : compiled.accepts(message);
  }

  /** What breaks the schema, in the library's order; empty for a message that keeps it. */
  public List<Finding> findings(JsonNode message) {
    return compiled != null && compiled.accepts(message) ? List.of() : explained(message);
  }

  /** The library's findings, whatever the compiled rules say. */
  List<Finding> explained(JsonNode message) {
    return Library.findings(library, Numbers.canonical(message));
  }
}

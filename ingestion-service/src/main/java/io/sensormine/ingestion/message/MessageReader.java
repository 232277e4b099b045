package io.sensormine.ingestion.message;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads one message into a tree: whole numbers of 64 bits as they are, all others as the IEEE
 * double nearest to them (infinite where they are beyond), and without the properties that are
 * null, for null means absent.
 */
@Singleton
public final class MessageReader {
  private final IngestionLimits limits;
  private final JsonFactory json;
  private final JsonNodeFactory nodes = JsonNodeFactory.instance;

  MessageReader(IngestionLimits limits) {
    this.limits = limits;
    this.json = Json.factory(limits);
  }

  /** What reading a message comes to. */
  public sealed interface Outcome {
    /** It could be read. */
    record Tree(JsonNode root) implements Outcome {}

    /** It could be read; what some of it means depends on the schema. */
    record Loose(LooseMessage message) implements Outcome {}

    /** It could not. */
    record Unreadable(Flaw flaw) implements Outcome {}
  }

  public Outcome read(RawMessage message) {
    var content = message.content();
    if (content != null) {
      return content;
    }
    if (isTooLarge(message.length())) {
      return tooLarge(message.length());
    }
    try (var parser = json.createParser(message.body(), message.start(), message.length())) {
      if (parser.nextToken() == null) {
        return notJson();
      }
      var root = value(parser);
      return parser.nextToken() == null ? new Outcome.Tree(root) : notJson();
    } catch (StreamConstraintsException over) {
      return overLimit(String.valueOf(over.getOriginalMessage()));
    } catch (IOException notJson) {
      return notJson();
    }
  }

  private static Outcome notJson() {
    return unreadable(RejectionCode.MALFORMED_JSON, "The message is not JSON.");
  }

  Outcome overLimit(String why) {
    return unreadable(RejectionCode.TOO_LARGE, "Over a limit: " + why);
  }

  Outcome malformed(String why) {
    return unreadable(RejectionCode.MALFORMED_JSON, "The line is not JSON: " + why + ".");
  }

  /** Whether a message of so many bytes is not taken. */
  boolean isTooLarge(int bytes) {
    return bytes > limits.maxMessageBytes();
  }

  Outcome tooLarge(int bytes) {
    return unreadable(
        RejectionCode.TOO_LARGE,
        "The message has %d bytes; at most %d are taken."
            .formatted(bytes, limits.maxMessageBytes()));
  }

  /** The value that the parser stands at the beginning of; it stands at its end afterwards. */
  JsonNode value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> nodes.textNode(parser.getText());
      case VALUE_TRUE -> nodes.booleanNode(true);
      case VALUE_FALSE -> nodes.booleanNode(false);
      case VALUE_NUMBER_INT -> whole(parser);
      case VALUE_NUMBER_FLOAT -> nodes.numberNode(parser.getDoubleValue());
      default -> nodes.nullNode();
    };
  }

  private JsonNode object(JsonParser parser) throws IOException {
    var object = nodes.objectNode();
    List<String> absent = List.of();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      var name = parser.currentName();
      if (parser.nextToken() == JsonToken.VALUE_NULL) {
        absent = absent.isEmpty() ? new ArrayList<>() : absent;
        absent.add(name);
      }
      // the parser's own look-out for this costs as much as a third of the reading
      if (object.replace(name, value(parser)) != null) {
        throw new JsonParseException(parser, "Duplicate field '" + name + "'");
      }
    }
    return object.remove(absent);
  }

  private JsonNode array(JsonParser parser) throws IOException {
    var array = nodes.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(value(parser));
    }
    return array;
  }

  private JsonNode whole(JsonParser parser) throws IOException {
    return switch (parser.getNumberType()) {
      case INT, LONG -> nodes.numberNode(parser.getLongValue());
      default -> nodes.numberNode(Double.parseDouble(parser.getText()));
    };
  }

  private static Outcome unreadable(RejectionCode code, String why) {
    return new Outcome.Unreadable(new Flaw(code, "", why));
  }
}

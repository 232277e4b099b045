package io.sensormine.ingestion.message;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the messages of a JSON body, which is one message or an array of them. It checks that the
 * whole body is JSON within the limits, so that nothing is stored of one that is not. Messages of a
 * body of usual size are read while they are found; those of a large one are read one at a time
 * afterwards, so that its tree is never there as a whole.
 */
@Singleton
public final class MessageSplitter {
  /** A tree takes some ten times the memory of its bytes. */
  private static final int READ_AT_ONCE = 1 << 20;

  private final IngestionLimits limits;
  private final MessageReader reader;
  private final JsonFactory json;
  private final JsonFactory strictJson;

  MessageSplitter(IngestionLimits limits, MessageReader reader) {
    this.limits = limits;
    this.reader = reader;
    this.json = Json.factory(limits);
    this.strictJson = Json.strictFactory(limits);
  }

  /**
   * The messages in their order. Refuses (400) what is no UTF-8 JSON and (413) what is more, or
   * nests deeper, than the limits allow.
   */
  public List<RawMessage> split(byte[] body) {
    byte[] bytes = withoutByteOrderMark(body);
    if (!isUtf8(bytes)) {
      throw malformed("it is not UTF-8");
    }
    var factory = isReadAtOnce(bytes) ? json : strictJson;
    try (var parser = factory.createParser(bytes)) {
      var first = parser.nextToken();
      if (first == null) {
        throw malformed("it is empty");
      }
      var messages = new ArrayList<RawMessage>();
      if (first == JsonToken.START_ARRAY) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          if (messages.size() == limits.maxMessages()) {
            throw tooLarge("A request has at most %d messages.".formatted(limits.maxMessages()));
          }
          messages.add(message(parser, bytes, "/" + messages.size()));
        }
      } else {
        messages.add(message(parser, bytes, ""));
      }
      if (parser.nextToken() != null) {
        throw malformed("something follows its end");
      }
      return messages;
    } catch (StreamConstraintsException over) {
      throw tooLarge("The body is over a limit: " + firstLine(over.getOriginalMessage()));
    } catch (IOException notJson) {
      throw malformed(reason(notJson));
    }
  }

  /**
   * The message that a line of NDJSON is; one that cannot be read where it is none.
   *
   * @param pointer where the line stands in its request, as a JSON Pointer
   */
  public RawMessage line(byte[] line, String pointer) {
    if (reader.isTooLarge(line.length)) {
      return line(line, pointer, null, reader.tooLarge(line.length));
    }
    if (!isUtf8(line)) {
      return line(line, pointer, null, reader.malformed("it is not UTF-8"));
    }
    try (var parser = json.createParser(line)) {
      parser.nextToken();
      var root = reader.value(parser);
      return parser.nextToken() == null
          ? line(
              line, pointer, root.path("device").textValue(), new MessageReader.Outcome.Tree(root))
          : line(line, pointer, null, reader.malformed("something follows its end"));
    } catch (StreamConstraintsException over) {
      return line(line, pointer, null, reader.overLimit(firstLine(over.getOriginalMessage())));
    } catch (IOException notJson) {
      return line(line, pointer, null, reader.malformed(reason(notJson)));
    }
  }

  /**
   * A line of NDJSON that has more bytes than a message may.
   *
   * @param head its first bytes
   */
  public RawMessage tooLongLine(byte[] head, int bytes, String pointer) {
    return line(head, pointer, null, reader.tooLarge(bytes));
  }

  private static RawMessage line(
      byte[] line, String pointer, @Nullable String device, MessageReader.Outcome content) {
    return new RawMessage(line, 0, line.length, PayloadFormat.JSON, pointer, device, content);
  }

  private RawMessage message(JsonParser parser, byte[] body, String pointer) throws IOException {
    int start = (int) parser.currentTokenLocation().getByteOffset();
    if (!isReadAtOnce(body)) {
      var device = device(parser);
      return new RawMessage(
          body, start, end(parser, body), PayloadFormat.JSON, pointer, device, null);
    }
    var root = reader.value(parser);
    parser.finishToken();
    int end = end(parser, body);
    var content =
        reader.isTooLarge(end - start)
            ? reader.tooLarge(end - start)
            : new MessageReader.Outcome.Tree(root);
    return new RawMessage(
        body, start, end, PayloadFormat.JSON, pointer, root.path("device").textValue(), content);
  }

  private static boolean isReadAtOnce(byte[] body) {
    return body.length <= READ_AT_ONCE;
  }

  private static int end(JsonParser parser, byte[] body) {
    return Math.min(body.length, (int) parser.currentLocation().getByteOffset());
  }

  /** Goes over a value, on the look-out for the device that it names. */
  private static @Nullable String device(JsonParser parser) throws IOException {
    String device = null;
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        boolean names = "device".equals(parser.currentName());
        if (parser.nextToken() == JsonToken.VALUE_STRING && names) {
          device = parser.getText();
        } else {
          parser.skipChildren();
        }
      }
    } else {
      parser.skipChildren();
      parser.finishToken();
    }
    return device;
  }

  private static byte[] withoutByteOrderMark(byte[] body) {
    boolean marked =
        body.length >= 3
            && body[0] == (byte) 0xEF
            && body[1] == (byte) 0xBB
            && body[2] == (byte) 0xBF;
    return marked ? Arrays.copyOfRange(body, 3, body.length) : body;
  }

  /** The parser would guess UTF-16 or UTF-32 by these signs, and count offsets in characters. */
  private static boolean isUtf8(byte[] body) {
    for (int at = 0; at < Math.min(4, body.length); at++) {
      if (body[at] == 0 || (at == 0 && (body[at] & 0xFF) >= 0xFE)) {
        return false;
      }
    }
    return true;
  }

  private static String reason(IOException notJson) {
    if (notJson instanceof com.fasterxml.jackson.core.JsonProcessingException parsing
        && parsing.getLocation() != null) {
      return "at byte %d: %s"
          .formatted(
              parsing.getLocation().getByteOffset(), firstLine(parsing.getOriginalMessage()));
    }
    return firstLine(String.valueOf(notJson.getMessage()));
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("");
  }

  private static ProblemException malformed(String why) {
    return ProblemException.of(
        ProblemType.MALFORMED_JSON, "The body is not JSON, nothing of it was stored: " + why + ".");
  }

  private static ProblemException tooLarge(String why) {
    return ProblemException.of(ProblemType.TOO_LARGE, why + " Nothing of it was stored.");
  }
}

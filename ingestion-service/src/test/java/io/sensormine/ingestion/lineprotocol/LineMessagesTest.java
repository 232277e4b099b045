package io.sensormine.ingestion.lineprotocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.contracts.registry.FieldType;
import io.sensormine.ingestion.message.IngestionLimits;
import io.sensormine.ingestion.message.MessageReader;
import io.sensormine.ingestion.message.RawMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class LineMessagesTest {
  private static final IngestionLimits LIMITS = limits(1 << 20, 1_000);

  private static IngestionLimits limits(int maxMessageBytes, int maxFields) {
    return new IngestionLimits(
        1 << 26, 100, 32, maxMessageBytes, maxFields, 64, 256, Duration.ZERO, 1 << 10, 10);
  }

  private static List<RawMessage> read(String lines, Precision precision) {
    return read(lines.getBytes(StandardCharsets.UTF_8), precision);
  }

  private static List<RawMessage> read(byte[] lines, Precision precision) {
    return new LineMessages(lines, precision, LIMITS).next(Integer.MAX_VALUE);
  }

  private static JsonNode tree(RawMessage message, Map<String, FieldType> declared) {
    assertThat(message.content()).isInstanceOf(MessageReader.Outcome.Loose.class);
    return message.content() instanceof MessageReader.Outcome.Loose(var loose)
        ? loose.root(declared)
        : throwIt();
  }

  private static JsonNode throwIt() {
    throw new AssertionError("unreadable");
  }

  /** The only message's envelope, as JSON. */
  private static String only(String line) {
    var messages = read(line, Precision.S);
    assertThat(messages).hasSize(1);
    return tree(messages.getFirst(), Map.of()).toString();
  }

  private static boolean isBad(RawMessage message) {
    return message.content() instanceof MessageReader.Outcome.Unreadable;
  }

  private static String text(RawMessage message) {
    return new String(message.head(1 << 20), StandardCharsets.UTF_8);
  }

  @Test
  void readsEveryFormOfAValue() {
    assertThat(only("m a=1,b=-1.5e3,c=7i,d=-7i,e=7u,f=t,g=FALSE,h=\"x\",i=.5,j=1. 1700000000"))
        .isEqualTo(
            "{\"time\":1700000000000000,\"fields\":{\"a\":1.0,\"b\":-1500.0,\"c\":7,\"d\":-7,"
                + "\"e\":7,\"f\":true,\"g\":false,\"h\":\"x\",\"i\":0.5,\"j\":1.0}}");
    for (var yes : new String[] {"t", "T", "true", "True", "TRUE"}) {
      assertThat(only("m a=" + yes)).isEqualTo("{\"fields\":{\"a\":true}}");
    }
    for (var no : new String[] {"f", "F", "false", "False", "FALSE"}) {
      assertThat(only("m a=" + no)).isEqualTo("{\"fields\":{\"a\":false}}");
    }
  }

  @Test
  void readsWholeNumbersOf64BitsExactlyAndLargerOnesAsTheNearestDouble() {
    assertThat(only("m a=9223372036854775807i,b=-9223372036854775808i,c=18446744073709551615u"))
        .isEqualTo(
            "{\"fields\":{\"a\":9223372036854775807,\"b\":-9223372036854775808,"
                + "\"c\":1.8446744073709552E19}}");
  }

  @Test
  void refusesNumbersThatTakeLongToRead() {
    for (var suffix : new String[] {"i", "u", ""}) {
      assertThat(isBad(read("m a=" + "9".repeat(999) + suffix, Precision.S).getFirst())).isFalse();
      assertThat(isBad(read("m a=" + "9".repeat(1_001) + suffix, Precision.S).getFirst()))
          .as(suffix)
          .isTrue();
    }
  }

  @Test
  void undoesEscapesWhereTheyAreSome() {
    var message =
        read(
                "my\\ m\\,x,device=a\\ b\\,c\\=d,t\\=g=v\\w f\\ \\=\\,k=\"q\\\"\\\\\\n\" 1",
                Precision.S)
            .getFirst();
    assertThat(message.device()).isEqualTo("a b,c=d");
    var tree = tree(message, Map.of("t=g", FieldType.STRING, "measurement", FieldType.STRING));
    assertThat(tree.path("fields").path("f =,k").asText()).isEqualTo("q\"\\\\n");
    assertThat(tree.path("fields").path("t=g").asText()).isEqualTo("v\\w");
    assertThat(tree.path("fields").path("measurement").asText()).isEqualTo("my m,x");
  }

  @Test
  void readsTextsWithLineBreaksSpacesAndCommas() {
    var messages =
        read("m,device=d a=\"one\ntwo, three=4 5\",b=1 1\nm,device=d a=1 2", Precision.S);
    assertThat(messages).hasSize(2);
    assertThat(tree(messages.get(0), Map.of()).at("/fields/a").asText())
        .isEqualTo("one\ntwo, three=4 5");
    assertThat(messages.get(1).pointer()).isEqualTo("/2");
  }

  @Test
  void readsTimesInEachPrecision() {
    var line = "m a=1 1700000000123456789";
    assertThat(tree(read(line, Precision.NS).getFirst(), Map.of()).path("time").asLong())
        .isEqualTo(1_700_000_000_123_456L);
    assertThat(
            tree(read("m a=1 1700000000123456", Precision.US).getFirst(), Map.of())
                .path("time")
                .asLong())
        .isEqualTo(1_700_000_000_123_456L);
    assertThat(
            tree(read("m a=1 1700000000123", Precision.MS).getFirst(), Map.of())
                .path("time")
                .asLong())
        .isEqualTo(1_700_000_000_123_000L);
    assertThat(tree(read("m a=1 12", Precision.S).getFirst(), Map.of()).path("time").asText())
        .isEqualTo("1970-01-01T00:00:12Z");
    assertThat(tree(read("m a=1 -1", Precision.MS).getFirst(), Map.of()).path("time").asText())
        .isEqualTo("1969-12-31T23:59:59.999Z");
    assertThat(tree(read(line, Precision.S).getFirst(), Map.of()).path("time").asText())
        .isEqualTo("1700000000123456789");
    assertThat(tree(read("m a=1", Precision.S).getFirst(), Map.of()).has("time")).isFalse();
  }

  @Test
  void skipsCommentsBlankLinesAndCarriageReturns() {
    var messages =
        read("\n# m a=1\r\n  \t\r\n  m,device=d a=1 1\r\n\r\n m,device=d a=2 2 \r\n#", Precision.S);
    assertThat(messages)
        .extracting(LineMessagesTest::text)
        .containsExactly("m,device=d a=1 1", "m,device=d a=2 2");
    assertThat(messages).extracting(RawMessage::pointer).containsExactly("/3", "/5");
  }

  @Test
  void mergesLinesOfOneDeviceAndTime() {
    var messages =
        read(
            "x,device=a f=1,g=1 1\nx,device=b f=1 1\ny,device=a g=2,h=3 1\nx,device=a f=1 2\nx,device=a f=9\ny,device=a g=9",
            Precision.S);
    assertThat(messages)
        .extracting(message -> message.device() + " " + tree(message, Map.of()).path("fields"))
        .containsExactly(
            "a {\"f\":1.0,\"g\":2.0,\"h\":3.0}",
            "b {\"f\":1.0}",
            "a {\"f\":1.0}",
            "a {\"f\":9.0,\"g\":9.0}");
    assertThat(text(messages.getFirst())).isEqualTo("x,device=a f=1,g=1 1\ny,device=a g=2,h=3 1\n");
  }

  @Test
  void doesNotTearApartLinesOfAMessageThatFollowEachOther() {
    var lines =
        new LineMessages(
            "x,device=a f=1 1\nx,device=a f=1 2\nx,device=a g=1 2\nx,device=a h=1 2\nx,device=a f=1 3"
                .getBytes(StandardCharsets.UTF_8),
            Precision.S,
            LIMITS);
    assertThat(lines.next(2)).extracting(RawMessage::pointer).containsExactly("/0", "/1");
    assertThat(lines.next(2)).extracting(RawMessage::pointer).containsExactly("/4");
    assertThat(lines.next(2)).isEmpty();
  }

  @Test
  void makesNestedFieldsOfDottedNames() {
    assertThat(only("m a.b=1,a.c.d=2,e=3,e.f=4,.x=5,y.=6,a.b.c=7"))
        .isEqualTo(
            "{\"fields\":{\"a\":{\"b\":1.0,\"c\":{\"d\":2.0}},\"e\":3.0,\"e.f\":4.0,\".x\":5.0,"
                + "\"y.\":6.0,\"a.b.c\":7.0}}");
  }

  @Test
  void readsTagsByTheTypeThatTheSchemaDeclares() {
    var message =
        read("m,device=d,line=7,name=7,on=true,other=x a=1,name=\"field\"", Precision.S).getFirst();
    assertThat(
            tree(
                    message,
                    Map.of(
                        "line",
                        FieldType.INTEGER,
                        "name",
                        FieldType.STRING,
                        "on",
                        FieldType.BOOLEAN))
                .path("fields"))
        .hasToString("{\"a\":1.0,\"name\":\"field\",\"line\":7,\"on\":true}");
  }

  @Test
  void tellsBadLinesAndReadsTheOthers() {
    var bad =
        new String[] {
          "m",
          "m ",
          "m a",
          "m a=",
          "m a=x",
          "m a=1x",
          "m a=1,",
          "m a=1,b",
          "m a=\"x",
          "m a=1 x",
          "m a=1 1 1",
          ",device=d a=1",
          "m,device a=1",
          "m,device= a=1",
          "m,=d a=1",
          "m,device=d",
          "m =1",
          "m a=NaN",
          "m a=Inf",
          "m a=0x1p3",
          "m a=1d",
          "m a=1.5i",
          "m a=-1u",
          "m a=i",
          "m a=--1",
          "m a=1 99999999999999999999",
          "m a=1 1.5",
          "m, a=1",
          "m a=1e",
          "m a=\"x\"y",
          "m a\nb=1"
        };
    for (var line : bad) {
      // not closed, a text takes a quote of the lines that follow for its end
      var messages = read("m,device=d a=1 1\n" + line + "\nm,device=d a=1 2", Precision.S);
      assertThat(messages.stream().filter(LineMessagesTest::isBad)).as(line).isNotEmpty();
      assertThat(messages.stream().filter(Predicate.not(LineMessagesTest::isBad)))
          .as(line)
          .hasSize(2);
    }
    assertThat(isBad(read(new byte[] {'m', ' ', (byte) 0xC3, '=', '1'}, Precision.S).getFirst()))
        .isTrue();
  }

  /** The codes of the messages, each with its text: of those that can be read, {@code ok}. */
  private static List<String> codes(String lines, IngestionLimits limits) {
    var messages =
        new LineMessages(lines.getBytes(StandardCharsets.UTF_8), Precision.S, limits)
            .next(Integer.MAX_VALUE);
    return messages.stream()
        .map(message ->
            message.content() instanceof MessageReader.Outcome.Unreadable(var flaw)
                ? flaw.code().wireName()
                : "ok")
        .toList();
  }

  @Test
  void refusesLinesThatAreLongerThanAMessageMayBe() {
    var longest = "m a=\"" + "x".repeat(92) + "\" 1";
    assertThat(longest).hasSize(100);
    var limits = limits(100, 10);
    assertThat(codes(longest + "\r\nm a=1 2", limits)).containsExactly("ok", "ok");
    for (var tooLong :
        new String[] {
          longest + "0",
          longest.replace("xx\"", "xxx\""),
          "m" + "x".repeat(200) + " a=1",
          "m,t=" + "x".repeat(200) + " a=1",
          "m a=" + "1".repeat(200),
          "m a=1,b" + "x".repeat(200) + "=1",
          "m a=1 " + " ".repeat(200) + "1",
          "m a=1 " + "1".repeat(200)
        }) {
      assertThat(codes("m a=1 2\n" + tooLong + "\nm a=1 3", limits))
          .as(tooLong)
          .containsExactly("ok", "too-large", "ok");
    }
    assertThat(codes("m a=\"\n" + "m a=1 1\n".repeat(12), limits))
        .as("a text that is not closed costs its own line only")
        .containsExactly("too-large", "ok");
  }

  @Test
  void refusesLinesOfMoreTagsAndFieldsThanAMessageMayHave() {
    var limits = limits(1_000, 4);
    assertThat(codes("m,device=d,t=1,u=2 a=1,b=2", limits)).containsExactly("ok");
    assertThat(codes("m,device=d,t=1,u=2 a=1,b=2,c=3\nm a=1", limits))
        .containsExactly("too-many-fields", "ok");
    assertThat(codes("m,a=1,b=1,c=1,d=1,e=1 x=1", limits)).containsExactly("too-many-fields");
  }

  @Test
  void refusesLinesThatAreTogetherMoreThanAMessageMayBe() {
    assertThat(codes("m,t=1 a=1\nm,u=1 b=1\nm,u=2 b=2\n", limits(1_000, 4))).containsExactly("ok");
    assertThat(codes("m,t=1 a=1\nm,u=1 b=1,c=1\nm a=1\nm a=1 2", limits(1_000, 4)))
        .containsExactly("too-large", "ok");
    var lines = "m,device=d a=1 1\n".repeat(1_000_000).getBytes(StandardCharsets.UTF_8);
    var message = new LineMessages(lines, Precision.S, limits(100, 4)).next(1).getFirst();
    assertThat(isBad(message)).isTrue();
    assertThat(message.device()).isEqualTo("d");
    assertThat(message.length())
        .as("no more is kept than shows that something was left out")
        .isBetween(1 << 10, 1 << 11);
  }

  @Test
  void survivesAnyBytesAndAccountsForAllOfThem() {
    var random = new Random(6);
    var alphabet = "m,= \\\"\n\r#t1i.-dé\u0000".getBytes(StandardCharsets.UTF_8);
    for (int round = 0; round < 50_000; round++) {
      var bytes = new byte[random.nextInt(40)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = alphabet[random.nextInt(alphabet.length)];
      }
      var lines = new LineMessages(bytes, Precision.NS, LIMITS);
      for (var messages = lines.next(3); !messages.isEmpty(); messages = lines.next(3)) {
        for (var message : messages) {
          assertThat(message.length()).isPositive();
          if (!isBad(message)) {
            // what is kept of a message says the same when it is read again
            var again = read(message.head(1 << 20), Precision.NS);
            assertThat(again).hasSize(1);
            assertThat(tree(again.getFirst(), Map.of())).isEqualTo(tree(message, Map.of()));
          }
        }
      }
    }
  }

  @Test
  void readsBackWhateverAWriterEscapes() {
    var random = new Random(7);
    for (int round = 0; round < 5_000; round++) {
      var device = word(random);
      var lines = new StringBuilder();
      var expected = new ArrayList<String>();
      for (int line = 0; line < 3; line++) {
        var key = word(random);
        var value = word(random) + "\"\\ \n";
        lines
            .append(escaped(word(random), ", "))
            .append(",device=")
            .append(escaped(device, ",= "))
            .append(' ')
            .append(escaped(key, ",= "))
            .append("=\"")
            .append(value.replace("\\", "\\\\").replace("\"", "\\\""))
            .append("\" ")
            .append(line)
            .append('\n');
        expected.add(key + "|" + value);
      }
      var messages = read(lines.toString(), Precision.S);
      assertThat(messages).allMatch(message -> device.equals(message.device()));
      assertThat(messages)
          .extracting(message -> {
            var field = tree(message, Map.of()).path("fields").properties().iterator().next();
            return field.getKey() + "|" + field.getValue().asText();
          })
          .isEqualTo(expected);
    }
  }

  /** Without dots, which nest, and without a backslash at its end, which nobody can write. */
  private static String word(Random random) {
    var letters = "ab ,=é😀#\\";
    var word = new StringBuilder("w");
    for (int i = random.nextInt(6); i > 0; i--) {
      int at =
          letters.offsetByCodePoints(
              0, random.nextInt(letters.codePointCount(0, letters.length())));
      word.appendCodePoint(letters.codePointAt(at));
    }
    return word.append('z').toString();
  }

  /**
   * As InfluxDB's clients do. A backslash is written as it is; before what is escaped, none can be.
   */
  private static String escaped(String text, String escapable) {
    var escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      escaped.append(escapable.indexOf(text.charAt(i)) >= 0 ? "\\" : "").append(text.charAt(i));
    }
    return escaped.toString();
  }
}

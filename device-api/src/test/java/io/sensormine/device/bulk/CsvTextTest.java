package io.sensormine.device.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvTextTest {
  private static String read(byte[] bytes) throws IOException {
    var text = new StringWriter();
    try (Reader reader = new CsvText(new ByteArrayInputStream(bytes))) {
      reader.transferTo(text);
    }
    return text.toString();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void refused(byte[] bytes, String path, String words) {
    assertThatThrownBy(() -> read(bytes))
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> {
              assertThat(problem.type()).isEqualTo(ProblemType.MALFORMED_REQUEST);
              assertThat(problem.violations().getFirst().path()).isEqualTo(path);
              assertThat(problem.detail()).contains(words);
            });
  }

  @Test
  void passesTextOnAsItIsButForTheByteOrderMark() throws IOException {
    var text = "a,\"b \"\"c\"\",\r\n\n\"\r\nä,\uD83D\uDE00\u2028,\r\n,\"\"\n";
    assertThat(read(utf8(text))).isEqualTo(text);
    assertThat(read(utf8("\uFEFF" + text))).isEqualTo(text);
    assertThat(read(utf8("\uFEFF\"a\"\n"))).isEqualTo("\"a\"\n");
    assertThat(read(utf8("\uFEFF"))).isEmpty();
    assertThat(read(utf8(""))).isEmpty();
    // only at the beginning is it a mark
    assertThat(read(utf8("a\n\uFEFFb\n"))).isEqualTo("a\n\uFEFFb\n");
  }

  @Test
  void readsCharactersThatArriveByteByByte() throws IOException {
    var text = "ä,\uD83D\uDE00,\"x\r\ny\"\r\n".repeat(4_000);
    var bytes = new ByteArrayInputStream(utf8(text));
    var slowly =
        new InputStream() {
          @Override
          public int read() {
            return bytes.read();
          }

          @Override
          public int read(byte[] target, int offset, int length) {
            return bytes.read(target, offset, Math.min(length, 1));
          }
        };
    var read = new StringWriter();
    new CsvText(slowly).transferTo(read);
    assertThat(read.toString()).isEqualTo(text);
  }

  @Test
  void namesTheLineOfBytesThatAreNoUtf8() {
    refused(new byte[] {'a', '\n', 'b', ',', (byte) 0xE4, '\n'}, "/2", "Line 2 is not UTF-8");
    refused(new byte[] {'a', '\r', '\n', '\r', '\n', (byte) 0xC3}, "/3", "Line 3");
    refused(new byte[] {'a', '\r', (byte) 0xC3, 'x'}, "/2", "Line 2");
    var line = "x".repeat(200) + "\n";
    refused(concat(utf8(line.repeat(999)), new byte[] {(byte) 0xFF}), "/1000", "Line 1000");
  }

  @Test
  void namesTheLineOfAQuoteThatDoesNotFit() {
    refused(utf8("a\n\"b\nc\n"), "/2", "The quote opened at line 2 is never closed");
    refused(utf8("a\n\"b\"\""), "/2", "never closed");
    refused(utf8("a\nb\"c\n"), "/2", "inside a field");
    refused(utf8("a\n \"b\"\n"), "/2", "inside a field");
    refused(utf8("a\n\"b\nc\"d\n"), "/3", "behind a closing quote");
  }

  @Test
  void takesAQuoteThatClosesAtTheEnd() throws IOException {
    for (var text : List.of("a,\"b\"", "\"\"", "a\n\"b\"\"\"")) {
      assertThat(read(utf8(text))).isEqualTo(text);
    }
  }

  private static byte[] concat(byte[] one, byte[] other) {
    var both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }
}

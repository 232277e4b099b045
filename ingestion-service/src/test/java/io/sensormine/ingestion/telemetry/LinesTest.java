package io.sensormine.ingestion.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinesTest {
  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Each as {@code place:length:head}. */
  private static List<String> all(Lines lines) throws IOException {
    var all = new ArrayList<String>();
    for (var line = lines.next(); line != null; line = lines.next()) {
      all.add(
          line.index()
              + ":"
              + line.length()
              + ":"
              + new String(line.head(), StandardCharsets.UTF_8));
    }
    return all;
  }

  @Test
  void countsBlankLinesAndLeavesThemOut() throws IOException {
    assertThat(all(Lines.of(stream("a\n\n \t\r\nb\nc"), 10)))
        .containsExactly("0:1:a", "3:1:b", "4:1:c");
    assertThat(all(Lines.of(stream(""), 10))).isEmpty();
    assertThat(all(Lines.of(stream("\n"), 10))).isEmpty();
  }

  @Test
  void keepsTheHeadOfALineThatIsTooLong() throws IOException {
    var lines = all(Lines.of(stream("x".repeat(200_000) + "\nab\nabcd"), 3));
    assertThat(lines).containsExactly("0:200000:xxx", "1:2:ab", "2:4:abc");
  }

  @Test
  void takesNoLineForBlankThatGoesOnBeyondWhatIsKept() throws IOException {
    assertThat(all(Lines.of(stream("    x\n  \na"), 3))).containsExactly("0:5:   ", "2:1:a");
  }

  @Test
  void findsLinesAcrossItsBuffers() throws IOException {
    var line = "x".repeat(50_000);
    assertThat(all(Lines.of(stream((line + "\n").repeat(9)), 60_000)))
        .hasSize(9)
        .allMatch(each -> each.endsWith(":50000:" + line));
  }

  @Test
  void leavesOutTheByteOrderMark() throws IOException {
    assertThat(all(Lines.of(stream("\uFEFFa\n\uFEFFb"), 10)))
        .containsExactly("0:1:a", "1:4:\uFEFFb");
  }

  @Test
  void givesNothingOfALineThatBreaksOff() throws IOException {
    var broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("cut");
          }

          @Override
          public int read(byte[] to, int offset, int length) throws IOException {
            throw new IOException("cut");
          }
        };
    var lines = Lines.of(new SequenceInputStream(stream("a\nb"), broken), 10);
    assertThat(lines.next()).isNotNull();
    assertThatThrownBy(lines::next).isInstanceOf(IOException.class);
  }

  @Test
  void breaksRowsOfCsvOutsideOfQuotesOnly() throws IOException {
    assertThat(all(Lines.ofCsv(stream("a,\"b\n\"\"\n\",c\nd,\"\"\ne\"f\n\"g\"\"\"\nh"), 100)))
        .containsExactly(
            "0:11:a,\"b\n\"\"\n\",c", "1:4:d,\"\"", "2:3:e\"f", "3:5:\"g\"\"\"", "4:1:h");
    assertThat(all(Lines.of(stream("a,\"b\nc\""), 100))).hasSize(2);
  }

  @Test
  void tellsARowWithinWhoseQuotesTheStreamEnds() throws IOException {
    var rows = Lines.ofCsv(stream("a,\"b\"\nc,\"d\ne\n"), 100);
    assertThat(rows.next()).extracting(Lines.Line::open).isEqualTo(false);
    assertThat(rows.next()).extracting(Lines.Line::open).isEqualTo(true);
    assertThat(rows.next()).isNull();
  }

  @Test
  void endsARowWithItsLineWhereAQuoteIsNotClosed() throws IOException {
    var rows = all(Lines.ofCsv(stream("a,\"" + "b\n".repeat(100_000) + "c\nd"), 50));
    assertThat(rows.getFirst()).startsWith("0:").contains(":a,\"b\nb\n");
    assertThat(rows.getLast()).endsWith(":1:d");
    assertThat(rows.size()).isGreaterThan(30_000);
  }
}

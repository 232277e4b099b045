package io.sensormine.ingestion.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sensormine.ingestion.message.IngestionLimits;
import io.sensormine.ingestion.message.MessageReader;
import io.sensormine.ingestion.message.PayloadFormat;
import io.sensormine.kit.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CsvTableTest {
  private static final IngestionLimits LIMITS =
      new IngestionLimits(1 << 26, 100, 32, 1 << 20, 1_000, 64, 256, Duration.ZERO, 1 << 16, 10);

  /** A heading of so many bytes. */
  private static byte[] heading(int bytes) {
    var text = new StringBuilder("device,time");
    for (int column = 0; text.length() < bytes; column++) {
      text.append(",column-%03d-%s".formatted(column, "x".repeat(180)));
    }
    return Arrays.copyOf(text.toString().getBytes(StandardCharsets.UTF_8), bytes);
  }

  @Test
  void refusesAHeadingThatMakesEachOfItsRowsLarge() {
    var row = "pump,1,2".getBytes(StandardCharsets.UTF_8);
    var longest = heading(1 << 14);
    assertThat(CsvTable.of(longest, longest.length, LIMITS).row(row, 0).device()).isEqualTo("pump");
    var tooLong = heading((1 << 14) + 1);
    assertThatThrownBy(() -> CsvTable.of(tooLong, tooLong.length, LIMITS))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("16385 bytes");
  }

  @Test
  void refusesAHeadingOfWhichOnlyTheBeginningIsKept() {
    var head = "device,time,t".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> CsvTable.of(head, 1_000, LIMITS)).isInstanceOf(ProblemException.class);
  }

  @Test
  void readsNoLetterOfAHeadingThatIsRefusedByNow() {
    var file = (new String(heading(20_000), StandardCharsets.UTF_8) + "\npump,1,2\n");
    assertThat(
            new CsvPayloadReader(LIMITS)
                .read(file.getBytes(StandardCharsets.UTF_8), PayloadFormat.CSV))
        .isInstanceOf(MessageReader.Outcome.Unreadable.class);
  }
}

package io.sensormine.device.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CsvLinesTest {
  private static int rowsAtMost(int attributes) {
    var names = IntStream.range(0, attributes).mapToObj(number -> "a" + number).toList();
    return new CsvLines(new CsvCells(new ObjectMapper()), names).rowsAtMost(1_000);
  }

  @Test
  void boundsAPageByItsCells() {
    assertThat(rowsAtMost(0)).isEqualTo(1_000);
    assertThat(rowsAtMost(91)).isEqualTo(1_000);
    assertThat(rowsAtMost(92)).isEqualTo(990);
    assertThat(rowsAtMost(CsvColumns.MAX_ATTRIBUTES)).isEqualTo(6);
    assertThat(rowsAtMost(200_000)).isEqualTo(1);
  }
}

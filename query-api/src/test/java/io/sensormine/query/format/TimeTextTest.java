package io.sensormine.query.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1970-01-01T00:00:00Z",
        "1969-12-31T23:59:59.999999999Z",
        "2024-02-29T23:59:59.000001Z",
        "2024-05-05T10:00:00.100Z",
        "2024-05-05T10:00:00.000000001Z",
        "0000-01-01T00:00:00Z",
        "-0001-12-31T23:59:59Z",
        "9999-12-31T23:59:59.999Z",
        "+10000-01-01T00:00:00Z"
      })
  void writesATimeAsItReads(String time) {
    assertThat(new TimeText().of(Instant.parse(time))).isEqualTo(time);
  }

  @Test
  void writesTimesOneAfterTheOtherAsTheLibraryDoes() {
    var random = new Random(1);
    var times = new TimeText();
    var time = Instant.parse("1960-01-01T00:00:00Z");
    for (int at = 0; at < 20_000; at++) {
      time = time.plusSeconds(random.nextInt(200_000) - 50_000);
      int unit = new int[] {1, 1_000, 1_000_000, 1_000_000_000}[random.nextInt(4)];
      var told =
          Instant.ofEpochSecond(
              time.getEpochSecond(), (long) unit * random.nextInt(1_000_000_000 / unit));
      assertThat(times.of(told)).isEqualTo(told.toString());
    }
  }
}

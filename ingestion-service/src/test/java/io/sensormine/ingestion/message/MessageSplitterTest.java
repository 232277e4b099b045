package io.sensormine.ingestion.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageSplitterTest {
  private static final IngestionLimits LIMITS =
      new IngestionLimits(1 << 20, 100, 32, 1 << 16, 5, 3, 12, Duration.ZERO, 10, 10);

  private static List<String> split(String body) {
    return new MessageSplitter(LIMITS, new MessageReader(LIMITS))
        .split(body.getBytes(StandardCharsets.UTF_8)).stream()
            .map(message ->
                new String(message.head(1_000), StandardCharsets.UTF_8)
                    + " at "
                    + message.pointer()
                    + " of "
                    + message.device())
            .toList();
  }

  @Test
  void findsEachMessageAsItStands() {
    assertThat(
            split(
                " [ {\"a\": \"ü\",  \"device\": \"é\"}, 17 ,\"x\", {\"device\": 1}, [{\"device\":"
                    + " \"no\"}] ] "))
        .containsExactly(
            "{\"a\": \"ü\",  \"device\": \"é\"} at /0 of é",
            "17 at /1 of null",
            "\"x\" at /2 of null",
            "{\"device\": 1} at /3 of null",
            "[{\"device\": \"no\"}] at /4 of null");
    assertThat(split("\uFEFF{\"a\": {\"device\": \"inner\"}}"))
        .containsExactly("{\"a\": {\"device\": \"inner\"}} at  of null");
    assertThat(split("[]")).isEmpty();
  }

  @Test
  void keepsTheFirstBytesOfALongMessage() {
    var message =
        new RawMessage(
            "abcdef".getBytes(StandardCharsets.UTF_8), 1, 5, PayloadFormat.JSON, "", null, null);
    assertThat(message.head(2)).asString(StandardCharsets.UTF_8).isEqualTo("bc");
    assertThat(message.head(99)).asString(StandardCharsets.UTF_8).isEqualTo("bcde");
  }
}

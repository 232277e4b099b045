package io.sensormine.ingestion.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MessageTimeTest {
  private static final Instant NOW = Instant.parse("2026-01-31T09:15:00Z");

  private static Object time(JsonNode node) {
    return switch (MessageTime.of(node, "/time", NOW, Duration.ofHours(24))) {
      case MessageTime.At(var instant) -> instant;
      case MessageTime.Unfit(var flaw) -> flaw.code();
    };
  }

  @Test
  void tellsTheUnitOfANumberByItsSize() {
    var expected = Instant.parse("2023-11-14T22:13:20Z");
    assertThat(time(LongNode.valueOf(1_700_000_000L))).isEqualTo(expected);
    assertThat(time(LongNode.valueOf(1_700_000_000_000L))).isEqualTo(expected);
    assertThat(time(LongNode.valueOf(1_700_000_000_000_000L))).isEqualTo(expected);
    assertThat(time(LongNode.valueOf(1_700_000_000_000_000_000L))).isEqualTo(expected);
    assertThat(time(DoubleNode.valueOf(1_700_000_000.25))).isEqualTo(expected.plusMillis(250));
  }

  @Test
  void readsRfc3339WithAnyOffset() {
    assertThat(time(TextNode.valueOf("2026-01-31T10:15:00.123456789+01:00")))
        .isEqualTo(NOW.plusNanos(123_456_000));
  }

  @Test
  void takesADayAheadAndNoMore() {
    assertThat(time(TextNode.valueOf("2026-02-01T09:15:00Z"))).isEqualTo(NOW.plusSeconds(86_400));
    assertThat(time(TextNode.valueOf("2026-02-01T09:15:00.000001Z")))
        .isEqualTo(RejectionCode.TIME_IN_FUTURE);
  }

  @Test
  void takesNothingBefore1970() {
    assertThat(time(LongNode.valueOf(0))).isEqualTo(Instant.EPOCH);
    assertThat(time(LongNode.valueOf(-1))).isEqualTo(RejectionCode.TIME_INVALID);
    assertThat(time(TextNode.valueOf("1969-12-31T23:59:59.999999Z")))
        .isEqualTo(RejectionCode.TIME_INVALID);
  }

  @Test
  void refusesWhatIsNoTime() {
    assertThat(time(TextNode.valueOf("noon"))).isEqualTo(RejectionCode.TIME_INVALID);
    assertThat(time(BooleanNode.TRUE)).isEqualTo(RejectionCode.TIME_INVALID);
    assertThat(time(DoubleNode.valueOf(Double.POSITIVE_INFINITY)))
        .isEqualTo(RejectionCode.TIME_INVALID);
    assertThat(time(DoubleNode.valueOf(1e300))).isEqualTo(RejectionCode.TIME_INVALID);
  }
}

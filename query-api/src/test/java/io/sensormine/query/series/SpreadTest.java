package io.sensormine.query.series;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SpreadTest {
  private static final Instant START = Instant.parse("2024-05-05T10:00:00Z");

  private static Spread of(boolean keeping, Object... values) {
    var spread = new Spread(keeping);
    for (int at = 0; at < values.length; at++) {
      spread.add(node(values[at]), new Moment(START.plusSeconds(at), 0));
    }
    return spread;
  }

  private static JsonNode node(Object value) {
    return switch (value) {
      case Double number -> DoubleNode.valueOf(number);
      case Boolean truth -> BooleanNode.valueOf(truth);
      default -> TextNode.valueOf(value.toString());
    };
  }

  @Test
  void keepsOneByOneOnlyWhatItIsAskedToKeep() {
    var spread = of(false, 3.0, true, "idle", 5.0);
    spread.hold(DoubleNode.valueOf(3), null, 10);
    assertThat(spread.count()).isEqualTo(4);
    assertThat(spread.first()).isEqualTo(DoubleNode.valueOf(3));
    assertThat(spread.last()).isEqualTo(DoubleNode.valueOf(5));
    assertThat(spread.timeWeighted()).isEqualTo(3);
    assertThat(spread.distinct()).isZero();
    assertThat(spread.mode()).isNull();
    assertThat(spread.percentile(0.5)).isNull();
    assertThat(spread.seconds()).isEmpty();
  }

  @Test
  void ordersAgainAfterAnotherValue() {
    var spread = of(true, 9.0, 1.0);
    assertThat(spread.percentile(0.5)).isEqualTo(5);
    spread.add(DoubleNode.valueOf(3), new Moment(START.plusSeconds(9), 0));
    assertThat(spread.percentile(0.5)).isEqualTo(3);
    spread.add(BooleanNode.TRUE, new Moment(START.plusSeconds(10), 0));
    assertThat(spread.percentile(0)).isEqualTo(1);
    assertThat(spread.percentile(0.5)).isEqualTo(2);
    spread.add(BooleanNode.FALSE, new Moment(START.plusSeconds(11), 0));
    assertThat(spread.percentile(0)).isZero();
    assertThat(spread.distinct()).isEqualTo(5);
    assertThat(spread.mode()).isEqualTo(DoubleNode.valueOf(1));
  }
}

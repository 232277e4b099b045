package io.sensormine.query.raw;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BatchTest {
  @Test
  void keepsMessagesBeyondTheRoomThatItBeganWith() {
    var batch = new Batch(0, 0);
    var json = new StringBuilder();
    for (int at = 0; at < 1_000; at++) {
      var fields = "{\"n\":\"%s\"}".formatted("ü".repeat(at));
      json.append(fields);
      batch.add(-at, at % 2 == 0 ? null : "v" + at, fields.getBytes(StandardCharsets.UTF_8));
    }
    assertThat(batch.rows()).isEqualTo(1_000);
    assertThat(new String(batch.json(), 0, batch.bytes(), StandardCharsets.UTF_8))
        .isEqualTo(json.toString());
    assertThat(batch.micros(999)).isEqualTo(-999);
    assertThat(batch.version(998)).isNull();
    assertThat(batch.version(999)).isEqualTo("v999");
  }
}

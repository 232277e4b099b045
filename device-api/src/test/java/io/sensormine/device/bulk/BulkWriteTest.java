package io.sensormine.device.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.device.device.BatchMode;
import org.junit.jupiter.api.Test;

class BulkWriteTest {
  @Test
  void advisesUpsertOnlyWhereSomethingMayBeStored() {
    assertThat(BulkWrite.ended(new BatchMode(false, false))).contains("upsert");
    assertThat(BulkWrite.ended(new BatchMode(true, true))).doesNotContain("upsert", "stored");
  }
}

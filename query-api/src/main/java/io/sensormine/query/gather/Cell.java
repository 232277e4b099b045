package io.sensormine.query.gather;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One name's readings of one group, bucket and schema version.
 *
 * @param group index of the group
 * @param name index of the name
 * @param bucket index of the bucket
 * @param rows read, with the field or without: cells of a rollup, or messages, which are counted
 *     for the first name
 * @param skipped values that are neither numbers nor booleans
 * @param tally the readings; null where there are none
 */
public record Cell(
    int group,
    int name,
    UUID versionId,
    int bucket,
    long rows,
    long skipped,
    @Nullable Tally tally) {

  /** Whether any row here has the field. */
  public boolean present() {
    return skipped > 0 || tally != null;
  }
}

package io.sensormine.device.bulk;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.core.annotation.Introspected;
import io.sensormine.kit.problem.Violation;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of many devices. created + updated + failed is their number.
 *
 * @param updated how many were there already
 * @param unchanged how many of the updated were there just so
 * @param results one of each, in their order
 * @param errorsTruncated whether rows have more errors than are told
 */
@Introspected
record BulkAnswer(
    int created,
    int updated,
    int unchanged,
    int failed,
    List<Result> results,
    boolean errorsTruncated) {
  BulkAnswer {
    results = List.copyOf(results);
  }

  /**
   * What became of one.
   *
   * @param index its place in the request, from 0
   * @param line where its row starts in the file, the header's being 1; not there for JSON
   * @param id the device's; not there where none was or would be stored
   * @param errors why it failed; empty where it did not, or the answer has enough of them
   */
  @Introspected
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Result(int index, @Nullable Long line, @Nullable UUID id, List<Violation> errors) {
    Result {
      errors = List.copyOf(errors);
    }
  }
}

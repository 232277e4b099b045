package io.sensormine.ingestion.deadletter;

import io.micronaut.core.annotation.Introspected;
import io.sensormine.ingestion.store.Protocol;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters are to be taken after all; either ids or a filter.
 *
 * @param ids at most 10,000
 * @param dryRun whether to tell only what would become of them; false where not said
 * @param againstVersion the number of a version, of whatever status, of each device type's schema,
 *     to hold them to; with dryRun only
 * @param cursor nextCursor of the answer before, to go on with the same
 */
@Introspected
record ReplayRequest(
    @Nullable @Size(max = 10_000) List<@NotNull UUID> ids,
    @Nullable @Valid Filter filter,
    @Nullable Boolean dryRun,
    @Nullable @Min(1) Integer againstVersion,
    @Nullable String cursor) {

  /**
   * What is not yet replayed and meets all that is given.
   *
   * @param code the first error's
   * @param from when they came, from then on
   * @param to when they came, before then; now where not said
   */
  @Introspected
  record Filter(
      @Nullable UUID deviceId,
      @Nullable String code,
      @Nullable String from,
      @Nullable String to,
      @Nullable Protocol protocol) {}
}

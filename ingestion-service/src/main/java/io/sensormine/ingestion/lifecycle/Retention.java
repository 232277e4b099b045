package io.sensormine.ingestion.lifecycle;

import io.micronaut.core.annotation.Introspected;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long data are kept, and what would go if the next look were now.
 *
 * @param rehearse whether it does not go, because the settings say so
 */
@Introspected
record Retention(Instant at, boolean rehearse, List<OfTable> tables) {

  /**
   * Of one table.
   *
   * @param keep how long its rows are kept; null for ever
   * @param rowsEstimate of the chunks that would go, by the database's statistics
   * @param heldChunks old enough to go but needed yet, because rollups are behind
   */
  @Introspected
  record OfTable(
      String table,
      @Nullable Duration keep,
      long rowsEstimate,
      long bytes,
      int heldChunks,
      List<Chunk> chunks) {
    static OfTable of(String table, @Nullable Duration keep, List<Chunk> chunks, int heldChunks) {
      return new OfTable(
          table,
          keep,
          chunks.stream().mapToLong(Chunk::rowsEstimate).sum(),
          chunks.stream().mapToLong(Chunk::bytes).sum(),
          heldChunks,
          List.copyOf(chunks));
    }
  }

  /**
   * What goes at once.
   *
   * @param from the times of its rows, inclusive
   * @param to the same, exclusive
   * @param rowsEstimate by the database's statistics
   * @param bytes with its indexes, in rows and in columns
   */
  @Introspected
  record Chunk(Instant from, Instant to, long rowsEstimate, long bytes) {}
}

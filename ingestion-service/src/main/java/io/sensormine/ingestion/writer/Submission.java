package io.sensormine.ingestion.writer;

import io.sensormine.ingestion.store.Batch;
import io.sensormine.ingestion.store.Outcome;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A batch that waits to be written.
 *
 * @param rows how many rows it may come to
 * @param bytes about how many bytes it takes
 * @param queuedAt by {@link System#nanoTime}
 * @param outcomes of its records in their order, once they are committed
 */
record Submission(
    Batch batch, int rows, long bytes, long queuedAt, CompletableFuture<List<Outcome>> outcomes) {
  /** Tells who waits that it was not written. */
  void fail(Throwable why) {
    outcomes.completeExceptionally(why);
  }

  static Submission of(Batch batch) {
    return new Submission(
        batch, batch.rows(), batch.bytes(), System.nanoTime(), new CompletableFuture<>());
  }
}

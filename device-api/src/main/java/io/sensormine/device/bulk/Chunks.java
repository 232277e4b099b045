package io.sensormine.device.bulk;

import io.sensormine.kit.tenant.TenantContext;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Does the chunks of requests, some of them at once. */
final class Chunks {
  private final int parallel;
  private final Semaphore places;

  /**
   * Bounds for all requests that share it.
   *
   * @param parallel how many chunks of one request are done at once
   * @param places as many as chunks of all requests; who waits longest is next
   */
  Chunks(int parallel, Semaphore places) {
    this.parallel = parallel;
    this.places = places;
  }

  /**
   * Does them in the tenant's context, and returns once nothing is being done any more. After a
   * failure no further chunk is begun.
   *
   * @return the first failure; null where there was none
   */
  <T> @Nullable Throwable run(List<T> chunks, Consumer<T> work) {
    var tenant = TenantContext.required();
    var failure = new AtomicReference<@Nullable Throwable>();
    try (var threads = Executors.newFixedThreadPool(parallel, Thread.ofVirtual().factory())) {
      var begun = new ArrayList<Future<?>>();
      for (var chunk : chunks) {
        begun.add(
            threads.submit(() -> {
              places.acquireUninterruptibly();
              try {
                if (failure.get() == null) {
                  attempt(tenant, chunk, work, failure);
                }
              } finally {
                places.release();
              }
            }));
      }
      for (var each : begun) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return failure.get();
  }

  private static <T> void attempt(
      UUID tenant, T chunk, Consumer<T> work, AtomicReference<@Nullable Throwable> failure) {
    try {
      TenantContext.in(
          tenant,
          () -> {
            work.accept(chunk);
            return chunk;
          });
    } catch (Throwable e) {
      // an error, too: whoever asked has to hear what other chunks have stored
      failure.compareAndSet(null, e);
    }
  }
}

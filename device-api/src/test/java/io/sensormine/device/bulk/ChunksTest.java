package io.sensormine.device.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.kit.tenant.TenantContext;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ChunksTest {
  /** The failure of doing some chunks; empty where there was none. */
  private static Optional<Throwable> run(Chunks chunks, Consumer<String> work) {
    return TenantContext.in(
        UUID.randomUUID(), () -> Optional.ofNullable(chunks.run(List.of("a", "b", "c"), work)));
  }

  @Test
  void returnsAnErrorAndBeginsNothingAfterIt() {
    var error = new StackOverflowError();
    var done = new ConcurrentLinkedQueue<String>();
    var failure =
        run(
            new Chunks(1),
            chunk -> {
              if (chunk.equals("b")) {
                throw error;
              }
              done.add(chunk);
            });
    assertThat(failure).containsSame(error);
    assertThat(done).containsExactly("a");
  }
}

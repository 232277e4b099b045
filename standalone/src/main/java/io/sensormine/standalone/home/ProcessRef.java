package io.sensormine.standalone.home;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process, told from a later one that was given the same id by when it began.
 *
 * @param startedAt milliseconds since 1970 as the system says; 0 where it says nothing
 */
public record ProcessRef(long pid, long startedAt) {
  // the kernel counts process starts in ticks of 10 ms
  private static final long SAME_START_MILLIS = 50;

  public static ProcessRef of(ProcessHandle process) {
    return new ProcessRef(process.pid(), startOf(process));
  }

  /** The process of that id that lives now. */
  public static Optional<ProcessRef> living(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).map(ProcessRef::of);
  }

  public boolean isAlive() {
    return handle().isPresent();
  }

  /** Asks it to end (SIGTERM) and waits; whether it has ended in time. */
  public boolean end(Duration patience) {
    handle().ifPresent(ProcessHandle::destroy);
    return awaitEnd(patience);
  }

  /** Ends it at once (SIGKILL). */
  public void kill() {
    handle().ifPresent(ProcessHandle::destroyForcibly);
    awaitEnd(Duration.ofSeconds(5));
  }

  /** Waits until it has ended; whether it has. */
  public boolean awaitEnd(Duration patience) {
    var process = handle();
    if (process.isEmpty()) {
      return true;
    }
    try {
      process.get().onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException | ExecutionException e) {
      return !isAlive();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Optional<ProcessHandle> handle() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(process -> Math.abs(startOf(process) - startedAt) <= SAME_START_MILLIS);
  }

  private static long startOf(ProcessHandle process) {
    return process.info().startInstant().map(java.time.Instant::toEpochMilli).orElse(0L);
  }
}

package io.sensormine.device.device;

import io.micronaut.data.exceptions.DataAccessException;
import io.sensormine.kit.problem.Translation;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Stores many devices at once, each as it would be stored alone. */
@Singleton
public class DeviceBatch {
  private static final int MAX_ATTEMPTS = 5;

  private final BatchWrite write;

  DeviceBatch(BatchWrite write) {
    this.write = write;
  }

  /**
   * Stores devices in one transaction, or in few where another request came between. A device that
   * is refused leaves the others as they are.
   *
   * @param devices valid ones, no external id twice
   * @return what became of each, in their order
   */
  public List<BatchOutcome> put(List<BatchItem> devices, BatchMode mode, String actor) {
    var outcomes = new ArrayList<@Nullable BatchOutcome>(attempt(devices, mode, actor));
    for (int attempt = 1; attempt < MAX_ATTEMPTS; attempt++) {
      var overtaken = new ArrayList<Integer>();
      for (int i = 0; i < outcomes.size(); i++) {
        if (outcomes.get(i) == null) {
          overtaken.add(i);
        }
      }
      if (overtaken.isEmpty()) {
        break;
      }
      // in a transaction of their own: waiting for others' devices with ours locked could deadlock
      var again = attempt(overtaken.stream().map(devices::get).toList(), mode, actor);
      for (int i = 0; i < again.size(); i++) {
        outcomes.set(overtaken.get(i), again.get(i));
      }
    }
    return outcomes.stream()
        .map(each -> each == null ? BatchOutcome.Refused.of(DeviceCheck.TAKEN) : each)
        .toList();
  }

  private List<@Nullable BatchOutcome> attempt(
      List<BatchItem> devices, BatchMode mode, String actor) {
    for (int attempt = 1; ; attempt++) {
      try {
        return write.put(devices, mode, actor);
      } catch (DataAccessException e) {
        if (attempt == MAX_ATTEMPTS || !isRolledBackForOthers(e)) {
          throw e;
        }
      }
    }
  }

  /** SQLSTATE class 40: the database undid it for the sake of a concurrent transaction. */
  private static boolean isRolledBackForOthers(Throwable error) {
    return Translation.sqlState(error).filter(state -> state.startsWith("40")).isPresent();
  }
}

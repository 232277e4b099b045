package io.sensormine.contracts.identity;

import io.micronaut.core.annotation.Introspected;
import java.util.List;

/**
 * What a service has yet to erase, the oldest request first; not all of it, unless it is empty:
 * what follows is after the last.
 */
@Introspected
public record PendingErasures(List<PendingErasure> items) {
  public PendingErasures {
    items = List.copyOf(items);
  }
}

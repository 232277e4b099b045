package io.sensormine.contracts.identity;

import io.micronaut.core.annotation.Introspected;
import java.util.List;

/** What a service has yet to erase, the oldest request first; not necessarily all of it. */
@Introspected
public record PendingErasures(List<PendingErasure> items) {
  public PendingErasures {
    items = List.copyOf(items);
  }
}

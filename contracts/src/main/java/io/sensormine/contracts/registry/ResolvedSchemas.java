package io.sensormine.contracts.registry;

import io.micronaut.core.annotation.Introspected;
import java.util.List;
import java.util.UUID;

/**
 * What became of the ids.
 *
 * @param items in the order asked for, each once
 * @param unknown those that name no schema of the tenant
 * @param lapsed those whose schema, archived or not, has had an ACTIVE version and has none now:
 *     whoever follows it has nothing to hold messages to any more. In the order asked for
 */
@Introspected
public record ResolvedSchemas(List<Schema> items, List<UUID> unknown, List<UUID> lapsed) {
  public ResolvedSchemas {
    items = List.copyOf(items);
    unknown = List.copyOf(unknown);
    lapsed = List.copyOf(lapsed);
  }
}

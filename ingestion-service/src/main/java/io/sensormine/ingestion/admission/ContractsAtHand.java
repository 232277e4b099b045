package io.sensormine.ingestion.admission;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.kit.memory.Age;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the messages of one request are held to: of each device type one contract, found once. Not
 * thread-safe.
 */
public final class ContractsAtHand {
  private final Contracts contracts;
  private final UUID tenantId;
  private final Age age;
  private final Map<UUID, Contracts.Found> chosen = new HashMap<>();

  ContractsAtHand(Contracts contracts, UUID tenantId, Age age) {
    this.contracts = contracts;
    this.tenantId = tenantId;
    this.age = age;
  }

  /**
   * The contract of a message.
   *
   * @param asked the schema version that it asks for by number; null where it leaves that to its
   *     device's type
   */
  Contracts.Found find(UUID deviceTypeId, @Nullable JsonNode asked) {
    return asked == null
        ? chosen.computeIfAbsent(deviceTypeId, type -> contracts.find(tenantId, type, null, age))
        : contracts.find(tenantId, deviceTypeId, asked, age);
  }

  /** The contract that a version by its number is, whatever its status. */
  Contracts.Found numbered(UUID deviceTypeId, int number) {
    return contracts.numbered(tenantId, deviceTypeId, number, age);
  }
}

package io.sensormine.contracts.identity;

import io.micronaut.core.annotation.Introspected;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The receipt of an erasure; it outlives what it tells of.
 *
 * @param subjectId device-api's id of the device, or identity-api's of the tenant
 * @param requestedBy the subject of the token that asked for it
 * @param completedAt when the last part was done; null until then
 * @param parts one of each service that has something to erase, in order of their names
 */
@Introspected
public record Erasure(
    UUID id,
    ErasureSubject subject,
    UUID subjectId,
    ErasureStatus status,
    String requestedBy,
    Instant requestedAt,
    @Nullable Instant completedAt,
    List<Part> parts) {
  public Erasure {
    parts = List.copyOf(parts);
  }

  /**
   * What one service has erased.
   *
   * @param completedAt when it was done; null until then
   * @param counts rows deleted, by table; empty until the part is done
   */
  @Introspected
  public record Part(String service, @Nullable Instant completedAt, Map<String, Long> counts) {
    public Part {
      counts = Map.copyOf(counts);
    }
  }
}

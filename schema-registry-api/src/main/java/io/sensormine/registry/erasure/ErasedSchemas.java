package io.sensormine.registry.erasure;

import io.sensormine.contracts.identity.ErasureSubject;
import io.sensormine.contracts.identity.PendingErasure;
import io.sensormine.kit.erasure.ErasedData;
import io.sensormine.kit.erasure.ErasureChunks;
import jakarta.inject.Singleton;
import java.util.List;

/** A tenant's schemas, their versions and audit logs; of a device the registry knows nothing. */
@Singleton
final class ErasedSchemas implements ErasedData {
  /** What points at something goes before it. */
  private static final List<String> TABLES =
      List.of("schema_audit_logs", "schema_versions", "schemas");

  @Override
  public boolean erase(PendingErasure erasure, ErasureChunks chunks) {
    return erasure.subject() == ErasureSubject.DEVICE
        || TABLES.stream()
            .allMatch(table ->
                chunks.all("SELECT erase(?, ?, ?, ?)", erasure.id(), erasure.tenantId(), table));
  }
}

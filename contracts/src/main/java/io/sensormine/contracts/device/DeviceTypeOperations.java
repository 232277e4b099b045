package io.sensormine.contracts.device;

import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import java.util.Optional;
import java.util.UUID;

/** Device types, as other services ask for them. */
public interface DeviceTypeOperations {
  /** What ingestion must know of a device type; empty (404) where the tenant has none. */
  @Get("/api/v1/internal/device-types/{id}/ingest-view")
  Optional<IngestView> ingestView(@PathVariable UUID id);
}

package io.sensormine.contracts.device;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.QueryValue;
import io.sensormine.contracts.Page;
import java.util.Optional;
import java.util.UUID;

/** Device types, as other services ask for them. */
public interface DeviceTypeOperations {
  /** What ingestion must know of a device type; empty (404) where the tenant has none. */
  @Get("/api/v1/internal/device-types/{id}/ingest-view")
  Optional<IngestView> ingestView(@PathVariable UUID id);

  /**
   * The same of all types of the tenant, archived ones too, in order of id.
   *
   * @param limit 1 to 500, default 50
   */
  @Get("/api/v1/internal/ingest-views{?limit,cursor}")
  Page<IngestView> ingestViews(
      @Nullable @QueryValue Integer limit, @Nullable @QueryValue String cursor);
}

package io.sensormine.device.device;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Optional;
import java.util.UUID;

/** devices; row-level security keeps every statement to the tenant at hand. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface DeviceRepository extends GenericRepository<DeviceRow, UUID> {
  DeviceRow save(DeviceRow row);

  DeviceRow update(DeviceRow row);

  Optional<DeviceRow> findById(UUID id);

  Optional<DeviceRow> findByExternalId(String externalId);

  /** Nobody else changes it until the transaction ends. */
  @Query(DeviceSearch.SELECT + "WHERE d.id = :id FOR UPDATE")
  Optional<DeviceRow> lock(UUID id);
}

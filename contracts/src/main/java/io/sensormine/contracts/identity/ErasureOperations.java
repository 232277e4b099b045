package io.sensormine.contracts.identity;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import jakarta.validation.Valid;
import java.util.UUID;

/** The ledger of erasures, as services file in it, ask what to erase, and report. */
public interface ErasureOperations {
  /**
   * Files the erasure of a device of the tenant named; where one of it is pending, that one's
   * receipt.
   */
  @Post("/api/v1/internal/erasures")
  Erasure fileDeviceErasure(@Body @Valid DeviceErasureRequest request);

  /**
   * What a service has yet to erase, of all tenants; 403 where the service is not the caller.
   *
   * @param after the last that is known already; null to begin with the oldest
   */
  @Get("/api/v1/internal/erasures{?service,after}")
  PendingErasures pendingErasures(@QueryValue String service, @Nullable @QueryValue UUID after);

  /**
   * Reports a service's part; reported again it stays as it was. 404 for an erasure in which the
   * service has no part.
   */
  @Post("/api/v1/internal/erasures/{id}/parts")
  void reportErasedPart(@PathVariable UUID id, @Body @Valid ErasedPart part);
}

package io.sensormine.contracts.device;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import jakarta.validation.Valid;

/** Devices, as other services ask for them. */
public interface DeviceSelectionOperations {
  /**
   * The tenant's devices that all the given criteria describe, in order of id.
   *
   * @param limit the first so many of them, 1 to 100,000; null for all, which is 422 {@code
   *     over-budget} where they are more than 100,000
   */
  // not in the template: the client would look for it, and add to the query, what the body has
  @Post("/api/v1/devices/select")
  DeviceSelection select(@Body @Valid DeviceSelector selector, @Nullable @QueryValue Integer limit);
}

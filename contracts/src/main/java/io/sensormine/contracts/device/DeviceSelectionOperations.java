package io.sensormine.contracts.device;

import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Post;
import jakarta.validation.Valid;

/** Devices, as other services ask for them. */
public interface DeviceSelectionOperations {
  /** The tenant's devices that all the given criteria describe, in order of id. */
  @Post("/api/v1/devices/select")
  DeviceSelection select(@Body @Valid DeviceSelector selector);
}

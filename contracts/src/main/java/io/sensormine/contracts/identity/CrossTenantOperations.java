package io.sensormine.contracts.identity;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Post;
import jakarta.validation.Valid;

/** The log of those who act for a tenant that is not their own. */
public interface CrossTenantOperations {
  /** Puts an act on record before it is done; 404 where there is no such tenant. */
  @Post("/api/v1/internal/cross-tenant-acts")
  HttpResponse<Void> record(@Body @Valid CrossTenantAct act);
}

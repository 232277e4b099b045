package io.sensormine.contracts.identity;

import io.micronaut.core.annotation.Introspected;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.UUID;

/**
 * Someone who belongs to no tenant is about to act for one.
 *
 * @param actor the subject of the token: a platform admin's id, of ours or, up to 255 characters,
 *     of an OpenID Connect provider, or a service's name
 * @param path as sent, without the query
 * @param routine a service does its work: told once an hour instead of each time
 */
@Introspected
public record CrossTenantAct(
    @NotNull UUID tenantId,
    @NotBlank @Size(max = 255) String actor,
    @NotBlank @Size(max = 20) String method,
    @NotBlank @Size(max = CrossTenantAct.MAX_PATH) String path,
    boolean routine) {
  /** What is kept of a path. */
  public static final int MAX_PATH = 500;

  public CrossTenantAct {
    path = path.length() > MAX_PATH ? path.substring(0, MAX_PATH) : path;
  }
}

package io.sensormine.kit.security;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpRequest;
import io.micronaut.http.annotation.ClientFilter;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.client.exceptions.HttpClientResponseException;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.sensormine.kit.tenant.TenantContext;
import io.sensormine.kit.tenant.TenantFilter;

/**
 * Says, at each call to another service, who calls (this service's own token, never the user's) and
 * for which tenant.
 */
@ClientFilter(serviceId = {"identity-api", "schema-registry-api", "device-api"})
@Requires(property = "sensormine.issuer", value = "false")
final class ServiceTokenFilter {
  private static final String ISSUE = "/api/v1/internal/service-tokens";

  private final ServiceTokens tokens;

  ServiceTokenFilter(ServiceTokens tokens) {
    this.tokens = tokens;
  }

  @RequestFilter
  @ExecuteOn(TaskExecutors.BLOCKING)
  void identify(MutableHttpRequest<?> request) {
    if (request.getPath().endsWith(ISSUE) || request.getPath().startsWith("/.well-known/")) {
      return;
    }
    request.bearerAuth(tokens.current());
    TenantContext.current().ifPresent(id -> request.header(TenantFilter.HEADER, id.toString()));
  }

  @ResponseFilter
  void noteRefusal(HttpClientResponseException answer) {
    if (answer.getStatus() == HttpStatus.UNAUTHORIZED) {
      tokens.refused();
    }
  }
}

package io.sensormine.identity.crosstenant;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.utils.SecurityService;
import io.sensormine.contracts.identity.CrossTenantAct;
import io.sensormine.contracts.identity.CrossTenantOperations;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.tenant.AnyTenant;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;

@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@AnyTenant
@Secured(Roles.SERVICE)
class CrossTenantController implements CrossTenantOperations {
  private final CrossTenantLog log;
  private final SecurityService security;

  CrossTenantController(CrossTenantLog log, SecurityService security) {
    this.log = log;
    this.security = security;
  }

  @Override
  @Status(HttpStatus.NO_CONTENT)
  @Operation(
      summary = "Put on record what someone is about to do for a tenant that is not their own",
      description =
          "Roles: SERVICE. It becomes a CROSS_TENANT_ACT of the tenant's security events.")
  public HttpResponse<Void> record(@Body @Valid CrossTenantAct act) {
    var service = security.username().orElse("a service");
    if (!log.record(service, act)) {
      throw ProblemException.notFound("tenant");
    }
    return HttpResponse.noContent();
  }
}

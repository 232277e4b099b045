package io.sensormine.identity.erasure;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.utils.SecurityService;
import io.sensormine.contracts.identity.DeviceErasureRequest;
import io.sensormine.contracts.identity.ErasedPart;
import io.sensormine.contracts.identity.Erasure;
import io.sensormine.contracts.identity.ErasureOperations;
import io.sensormine.contracts.identity.PendingErasures;
import io.sensormine.identity.BrokenConstraint;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.tenant.AnyTenant;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import java.util.UUID;

@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured(Roles.SERVICE)
class ErasureOperationsController implements ErasureOperations {
  private static final int PENDING = 100;

  private final Erasures erasures;
  private final ErasureRepository ledger;
  private final SecurityService security;

  ErasureOperationsController(
      Erasures erasures, ErasureRepository ledger, SecurityService security) {
    this.erasures = erasures;
    this.ledger = ledger;
    this.security = security;
  }

  @Override
  @Operation(
      summary = "File the erasure of a device of the tenant named",
      description = "Roles: SERVICE. Answers the pending one where there is one.")
  public Erasure fileDeviceErasure(@Body @Valid DeviceErasureRequest request) {
    return BrokenConstraint.explained(
        () -> erasures.fileDevice(request.deviceId(), request.requestedBy()));
  }

  @Override
  @AnyTenant
  @Operation(
      summary = "What a service has yet to erase, the oldest request first",
      description =
          "Roles: SERVICE. A service asks for itself, and goes on after the last that it was told.")
  public PendingErasures pendingErasures(
      @QueryValue String service, @Nullable @QueryValue UUID after) {
    requireCaller(service);
    return new PendingErasures(
        ledger.pending(service, after, PENDING).stream().map(PendingRow::erasure).toList());
  }

  @Override
  @AnyTenant
  @Status(HttpStatus.NO_CONTENT)
  @Operation(
      summary = "Report that a service has erased its part",
      description = "Roles: SERVICE. A service reports its own; again changes nothing.")
  public void reportErasedPart(@PathVariable UUID id, @Body @Valid ErasedPart part) {
    requireCaller(part.service());
    if (!erasures.report(id, part.service(), part.counts())) {
      throw ProblemException.notFound("part of an erasure");
    }
  }

  /** No service's word counts for another's part. */
  private void requireCaller(String service) {
    if (!security.username().filter(service::equals).isPresent()) {
      throw ProblemException.of(
          ProblemType.FORBIDDEN, "A service asks and reports for itself, by its own token.");
    }
  }
}

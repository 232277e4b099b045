package io.sensormine.ingestion.telemetry;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.ServerHttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.sensormine.kit.http.EncodedBody;
import io.sensormine.kit.problem.Problem;
import io.sensormine.kit.security.Roles;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.util.concurrent.CompletionStage;

/** Telemetry over HTTP: answered once it is committed. */
@Controller("/api/v1")
@EncodedBody
final class TelemetryController {
  private static final String MESSAGES =
      "One message or an array of up to 10,000: an envelope {time?, fields, schemaVersion?, device?,"
          + " id?}, or the bare payload with its time in time, timestamp or ts. gzip is taken.";

  private final Taking taking;

  TelemetryController(Taking taking) {
    this.taking = taking;
  }

  @Post("/telemetry")
  @Secured(Roles.DEVICE)
  @Operation(
      summary = "Store a device's messages",
      description =
          "DEVICE. With dryRun=true it says what would become of them and stores nothing.")
  @RequestBody(description = MESSAGES, content = @Content(schema = @Schema(type = "object")))
  @ApiResponse(
      responseCode = "200",
      description = "At least one was taken; all that were are committed",
      content = @Content(schema = @Schema(implementation = Answer.class)))
  @ApiResponse(
      responseCode = "422",
      description = "None could be taken",
      content =
          @Content(
              mediaType = Problem.MEDIA_TYPE,
              schema = @Schema(implementation = AllRejected.class)))
  CompletionStage<HttpResponse<?>> ofDevice(
      ServerHttpRequest<?> request,
      Authentication authentication,
      @Nullable @QueryValue Boolean dryRun) {
    return taking.take(request, authentication, Boolean.TRUE.equals(dryRun));
  }

  @Post("/gateway/telemetry")
  @Secured(Roles.GATEWAY)
  @Operation(
      summary = "Store messages of a tenant's devices",
      description =
          "GATEWAY. Each message names its device by `device`, the external id. With dryRun=true it"
              + " says what would become of them and stores nothing.")
  @RequestBody(description = MESSAGES, content = @Content(schema = @Schema(type = "object")))
  @ApiResponse(
      responseCode = "200",
      description = "At least one was taken; all that were are committed",
      content = @Content(schema = @Schema(implementation = Answer.class)))
  @ApiResponse(
      responseCode = "422",
      description = "None could be taken",
      content =
          @Content(
              mediaType = Problem.MEDIA_TYPE,
              schema = @Schema(implementation = AllRejected.class)))
  CompletionStage<HttpResponse<?>> ofGateway(
      ServerHttpRequest<?> request,
      Authentication authentication,
      @Nullable @QueryValue Boolean dryRun) {
    return taking.take(request, authentication, Boolean.TRUE.equals(dryRun));
  }
}

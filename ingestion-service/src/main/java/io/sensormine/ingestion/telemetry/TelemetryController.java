package io.sensormine.ingestion.telemetry;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.ServerHttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.sensormine.ingestion.body.Bodies;
import io.sensormine.ingestion.credential.Sender;
import io.sensormine.ingestion.intake.Intake;
import io.sensormine.ingestion.intake.Shipment;
import io.sensormine.ingestion.message.IngestionLimits;
import io.sensormine.ingestion.message.MessageSplitter;
import io.sensormine.ingestion.rate.SenderRates;
import io.sensormine.ingestion.store.Protocol;
import io.sensormine.kit.http.EncodedBody;
import io.sensormine.kit.problem.Problem;
import io.sensormine.kit.security.Roles;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.time.Clock;

/** Telemetry over HTTP: answered once it is committed. */
@Controller("/api/v1")
@EncodedBody
@ExecuteOn(TaskExecutors.BLOCKING)
final class TelemetryController {
  private static final String MESSAGES =
      "One message or an array of up to 10,000: an envelope {time?, fields, schemaVersion?, device?,"
          + " id?}, or the bare payload with its time in time, timestamp or ts. gzip is taken.";

  private final Bodies bodies;
  private final MessageSplitter splitter;
  private final Intake intake;
  private final SenderRates rates;
  private final IngestionLimits limits;
  private final Clock clock;

  TelemetryController(
      Bodies bodies,
      MessageSplitter splitter,
      Intake intake,
      SenderRates rates,
      IngestionLimits limits,
      Clock clock) {
    this.bodies = bodies;
    this.splitter = splitter;
    this.intake = intake;
    this.rates = rates;
    this.limits = limits;
    this.clock = clock;
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
  HttpResponse<?> ofDevice(
      ServerHttpRequest<?> request,
      Authentication authentication,
      @Nullable @QueryValue Boolean dryRun) {
    return take(request, authentication, dryRun);
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
  HttpResponse<?> ofGateway(
      ServerHttpRequest<?> request,
      Authentication authentication,
      @Nullable @QueryValue Boolean dryRun) {
    return take(request, authentication, dryRun);
  }

  private HttpResponse<?> take(
      ServerHttpRequest<?> request, Authentication authentication, @Nullable Boolean dryRun) {
    var sender = Sender.of(authentication);
    try (var body = bodies.whole(request, sender.tenantId())) {
      var messages = splitter.split(body.bytes());
      rates.admit(sender, messages);
      var shipment = Shipment.of(sender, Protocol.HTTP, clock.instant(), messages);
      var results = Boolean.TRUE.equals(dryRun) ? intake.rehearse(shipment) : intake.take(shipment);
      return Replies.of(request, Answer.of(messages, results, limits.maxErrors()));
    }
  }
}

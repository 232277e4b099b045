package io.sensormine.ingestion.event;

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
import io.sensormine.ingestion.intake.Shipment;
import io.sensormine.ingestion.message.IngestionLimits;
import io.sensormine.ingestion.message.MessageSplitter;
import io.sensormine.ingestion.rate.SenderRates;
import io.sensormine.ingestion.store.Protocol;
import io.sensormine.ingestion.telemetry.AllRejected;
import io.sensormine.ingestion.telemetry.Answer;
import io.sensormine.ingestion.telemetry.Replies;
import io.sensormine.kit.http.EncodedBody;
import io.sensormine.kit.problem.Problem;
import io.sensormine.kit.security.Roles;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.time.Clock;

/** Events over HTTP: answered once they are committed. */
@Controller("/api/v1")
@EncodedBody
@ExecuteOn(TaskExecutors.BLOCKING)
final class EventController {
  private static final String EVENTS =
      "One event or an array of up to 10,000: {id?, time, type, severity, message?, attributes?,"
          + " device?}, severity INFO, WARNING, ERROR or CRITICAL. Without an id, the same content"
          + " again is a duplicate. gzip is taken.";

  private final Bodies bodies;
  private final MessageSplitter splitter;
  private final EventIntake intake;
  private final SenderRates rates;
  private final IngestionLimits limits;
  private final Clock clock;

  EventController(
      Bodies bodies,
      MessageSplitter splitter,
      EventIntake intake,
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

  @Post("/events")
  @Secured(Roles.DEVICE)
  @Operation(
      summary = "Store a device's events",
      description =
          "DEVICE. With dryRun=true it says what would become of them and stores nothing.")
  @RequestBody(description = EVENTS, content = @Content(schema = @Schema(type = "object")))
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

  @Post("/gateway/events")
  @Secured(Roles.GATEWAY)
  @Operation(
      summary = "Store events of a tenant's devices",
      description =
          "GATEWAY. Each event names its device by `device`, the external id. With dryRun=true it"
              + " says what would become of them and stores nothing.")
  @RequestBody(description = EVENTS, content = @Content(schema = @Schema(type = "object")))
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
      var events = splitter.split(body.bytes());
      rates.admit(sender, events);
      var shipment = Shipment.of(sender, Protocol.HTTP, clock.instant(), events);
      var results = Boolean.TRUE.equals(dryRun) ? intake.rehearse(shipment) : intake.take(shipment);
      return Replies.of(request, Answer.of(events, results, limits.maxErrors()));
    }
  }
}

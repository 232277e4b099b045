package io.sensormine.ingestion.telemetry;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.ServerHttpRequest;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.sensormine.ingestion.body.Bodies;
import io.sensormine.ingestion.credential.Sender;
import io.sensormine.kit.http.EncodedBody;
import io.sensormine.kit.problem.Problem;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.security.Roles;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** Telemetry of any length over HTTP, stored while it arrives. */
@Controller("/api/v1")
@EncodedBody
@ExecuteOn(TaskExecutors.BLOCKING)
final class StreamController {
  private static final String NDJSON = "application/x-ndjson";
  private static final String ROWS =
      "A heading `device,time,<field>…`, then a message a row; empty cells are absent. gzip is taken.";
  private static final String LINES = "One message a line; blank lines are skipped. gzip is taken.";

  private final Bodies bodies;
  private final ChunkedIntake intake;
  private final NdjsonReader ndjson;
  private final CsvStreamReader csv;

  StreamController(Bodies bodies, ChunkedIntake intake, NdjsonReader ndjson, CsvStreamReader csv) {
    this.bodies = bodies;
    this.intake = intake;
    this.ndjson = ndjson;
    this.csv = csv;
  }

  /** Adds the messages of a body to the chunks as they arrive. */
  private interface Reader {
    void read(InputStream in, Chunks chunks) throws IOException;
  }

  @Post("/telemetry")
  @Consumes(NDJSON)
  @Secured(Roles.DEVICE)
  @Operation(
      summary = "Store a device's messages",
      description =
          "DEVICE. With dryRun=true it says what would become of them and stores nothing.")
  @RequestBody(description = LINES, content = @Content(schema = @Schema(type = "object")))
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
  HttpResponse<?> linesOfDevice(
      ServerHttpRequest<?> request,
      Authentication authentication,
      @Nullable @QueryValue Boolean dryRun) {
    return take(request, authentication, dryRun, ndjson::read);
  }

  @Post("/gateway/telemetry")
  @Consumes(NDJSON)
  @Secured(Roles.GATEWAY)
  @Operation(
      summary = "Store messages of a tenant's devices",
      description =
          "GATEWAY. Each message names its device by `device`, the external id. With dryRun=true it"
              + " says what would become of them and stores nothing.")
  @RequestBody(description = LINES, content = @Content(schema = @Schema(type = "object")))
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
  HttpResponse<?> linesOfGateway(
      ServerHttpRequest<?> request,
      Authentication authentication,
      @Nullable @QueryValue Boolean dryRun) {
    return take(request, authentication, dryRun, ndjson::read);
  }

  @Post("/gateway/telemetry")
  @Consumes("text/csv")
  @Secured(Roles.GATEWAY)
  @Operation(
      summary = "Store messages of a tenant's devices",
      description =
          "GATEWAY. Each message names its device by `device`, the external id. With dryRun=true it"
              + " says what would become of them and stores nothing.")
  @RequestBody(description = ROWS, content = @Content(schema = @Schema(type = "string")))
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
  HttpResponse<?> rowsOfGateway(
      ServerHttpRequest<?> request,
      Authentication authentication,
      @Nullable @QueryValue Boolean dryRun) {
    return take(request, authentication, dryRun, csv::read);
  }

  private HttpResponse<?> take(
      ServerHttpRequest<?> request,
      Authentication authentication,
      @Nullable Boolean dryRun,
      Reader reader) {
    var sender = Sender.of(authentication);
    var chunks = intake.begin(sender, Boolean.TRUE.equals(dryRun));
    try (var in = bodies.stream(request, sender.tenantId())) {
      reader.read(in, chunks);
      return Replies.of(request, chunks.finish());
    } catch (IOException broken) {
      chunks.breakOff();
      throw told(Bodies.broken(broken), chunks.soFar());
    } catch (ProblemException refused) {
      throw told(refused, chunks.soFar());
    }
  }

  /** A refusal in the middle says what became of the messages before it. */
  private static ProblemException told(ProblemException refused, Answer soFar) {
    return soFar.received() == 0
        ? refused
        : refused.with(
            Map.of(
                "received", soFar.received(),
                "accepted", soFar.accepted(),
                "merged", soFar.merged(),
                "duplicates", soFar.duplicates(),
                "rejected", soFar.rejected()));
  }
}

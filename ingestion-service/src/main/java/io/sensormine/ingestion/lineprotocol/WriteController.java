package io.sensormine.ingestion.lineprotocol;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
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
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.security.Roles;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;

/** Telemetry from what writes to InfluxDB 2, such as Telegraf. */
@Controller("/api/v2/write")
@EncodedBody
@ExecuteOn(TaskExecutors.BLOCKING)
final class WriteController {
  private final Bodies bodies;
  private final LineIntake intake;

  WriteController(Bodies bodies, LineIntake intake) {
    this.bodies = bodies;
    this.intake = intake;
  }

  @Post
  @Consumes(MediaType.ALL)
  @Secured(Roles.GATEWAY)
  @Operation(
      summary = "Store InfluxDB line protocol",
      description =
          "GATEWAY, also by `Authorization: Token`. The tag `device` is the external id; lines of"
              + " one device and time are one message. Other tags and the measurement are fields"
              + " where the schema declares them, else ignored. gzip is taken.")
  @RequestBody(
      description = "Lines: `measurement,device=pump temperature=21.5,on=true 1700000000`",
      content = @Content(mediaType = "text/plain", schema = @Schema(type = "string")))
  @ApiResponse(responseCode = "204", description = "All is committed")
  @ApiResponse(
      responseCode = "400",
      description = "Not all of it was taken; what was is committed",
      content = @Content(schema = @Schema(implementation = InfluxProblem.class)))
  HttpResponse<?> write(
      ServerHttpRequest<?> request,
      Authentication authentication,
      @Nullable @QueryValue @Parameter(description = "ns (default), us, ms or s") String precision,
      @Nullable @QueryValue @Parameter(description = "Ignored") String org,
      @Nullable @QueryValue @Parameter(description = "Ignored") String orgID,
      @Nullable @QueryValue @Parameter(description = "Ignored") String bucket) {
    var sender = Sender.of(authentication);
    var unit =
        Precision.named(precision == null ? "ns" : precision)
            .orElseThrow(() ->
                ProblemException.at(
                    "/precision",
                    ProblemType.INVALID_PARAMETER,
                    "The precision is ns, us, ms or s."));
    try (var body = bodies.whole(request, sender.tenantId())) {
      var outcome = intake.take(sender, body.bytes(), unit);
      return outcome.refused() == 0
          ? HttpResponse.noContent()
          : HttpResponse.badRequest(new InfluxProblem("invalid", outcome.message()));
    }
  }
}

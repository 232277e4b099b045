package io.sensormine.registry.inference;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.ServerHttpRequest;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.http.server.HttpServerConfiguration;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.problem.Violation;
import io.sensormine.kit.security.Roles;
import io.sensormine.registry.definition.Checked;
import io.sensormine.registry.definition.Definitions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Proposes definitions. */
@Controller("/api/v1/schemas/infer")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured({Roles.TENANT_ADMIN, Roles.OPERATOR, Roles.ANALYST, Roles.PLATFORM_ADMIN, Roles.SERVICE})
@Tag(name = "Schemas")
class InferenceController {
  private static final int MAX_VIOLATIONS = 50;
  private static final String SUMMARY = "Propose a definition that samples keep";
  private static final String DESCRIPTION =
      "`samples`: messages as a device sends them, or NDJSON (`application/x-ndjson`), one a line."
          + " Stores nothing. Types, formats, required properties, rounded bounds, enums of texts"
          + " that recur and the time; units, titles and x-metric-kind are for you to add. Roles:"
          + " TENANT_ADMIN, OPERATOR, ANALYST, PLATFORM_ADMIN, SERVICE.";

  private final InferenceLimits limits;
  private final Definitions definitions;
  private final ObjectMapper json;
  private final HttpServerConfiguration server;

  InferenceController(
      InferenceLimits limits,
      Definitions definitions,
      ObjectMapper json,
      HttpServerConfiguration server) {
    this.limits = limits;
    this.definitions = definitions;
    this.json = json;
    this.server = server;
  }

  @Post
  @Status(HttpStatus.OK)
  @Operation(summary = SUMMARY, description = DESCRIPTION)
  InferredDefinition infer(@Body @Valid Samples samples) {
    var inference = new Inference(limits);
    var violations = new ArrayList<Violation>();
    var at = JsonPointer.compile("/samples");
    for (int index = 0;
        index < samples.samples().size() && goesOn(inference, violations);
        index++) {
      take(samples.samples().get(index), at.appendIndex(index), inference, violations);
    }
    return answer(inference, violations, "/samples");
  }

  @Post
  @Consumes("application/x-ndjson")
  @Status(HttpStatus.OK)
  @Operation(summary = SUMMARY, description = DESCRIPTION)
  @RequestBody(content = @Content(schema = @Schema(type = "object")))
  InferredDefinition inferLines(ServerHttpRequest<?> request) throws IOException {
    var inference = new Inference(limits);
    var violations = new ArrayList<Violation>();
    // closing it lets the server read on what nobody asks for, so that the client hears the answer
    try (var in = stream(request)) {
      var lines = new SampleLines(in, json, limits.maxLineBytes());
      for (var sample = lines.next();
          sample != null && goesOn(inference, violations);
          sample = lines.next()) {
        take(sample, JsonPointer.empty().appendIndex(lines.number()), inference, violations);
      }
    }
    return answer(inference, violations, "");
  }

  /** The body as it arrives. */
  private InputStream stream(ServerHttpRequest<?> request) {
    var body = request.byteBody();
    if (request.getContentLength() > server.getMaxRequestSize()) {
      // a stream of it fails, and then nobody reads what the client still sends; a buffer does
      body.buffer().join();
    }
    return body.toInputStream();
  }

  private static boolean goesOn(Inference inference, List<Violation> violations) {
    return violations.isEmpty() || (violations.size() < MAX_VIOLATIONS && !inference.isFull());
  }

  private static void take(
      JsonNode sample, JsonPointer at, Inference inference, List<Violation> violations) {
    var wrong = inference.add(sample, at);
    if (wrong != null) {
      violations.add(wrong);
    }
  }

  private InferredDefinition answer(
      Inference inference, List<Violation> violations, String samples) {
    if (!violations.isEmpty()) {
      throw refused(violations);
    }
    if (inference.samples() == 0) {
      throw refused(List.of(new Violation(samples, "not-empty", "There are no samples.")));
    }
    return switch (definitions.check(inference.definition())) {
      case Checked.Accepted accepted -> new InferredDefinition(accepted.definition().json());
      case Checked.Refused beyond -> throw refused(inDefinition(samples, beyond));
    };
  }

  /** What the samples come to may be over the limits of a definition. */
  private static List<Violation> inDefinition(String samples, Checked.Refused refused) {
    return refused.violations().stream()
        .map(violation ->
            new Violation(
                samples,
                violation.code(),
                "What the samples have in common is no definition, at `%s`: %s"
                    .formatted(violation.path(), violation.message())))
        .toList();
  }

  private static ProblemException refused(List<Violation> violations) {
    var first = violations.getFirst();
    return ProblemException.of(
        ProblemType.INVALID_REQUEST,
        first.path().isEmpty()
            ? first.message()
            : "At `%s`: %s".formatted(first.path(), first.message()),
        violations);
  }
}

package io.sensormine.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.sensormine.kit.service.ServiceContext;
import java.io.IOException;
import java.util.List;

/** Parses a message, drops it, and says what ingestion-service would. */
@Controller("/api/v1/telemetry")
@Requires(property = ServiceContext.SERVICE_PROPERTY, value = DropServer.NAME)
@Secured(SecurityRule.IS_ANONYMOUS)
@ExecuteOn(TaskExecutors.BLOCKING)
final class DropController {
  private static final byte[] NO_BODY = {};

  private final ObjectMapper json;

  DropController(ObjectMapper json) {
    this.json = json;
  }

  /** An answer of the same form. */
  @Introspected
  record Answer(
      int received,
      int accepted,
      int merged,
      int duplicates,
      int rejected,
      List<String> errors,
      boolean errorsTruncated) {}

  @Post
  Answer drop(HttpRequest<byte[]> request) throws IOException {
    int accepted = json.readTree(request.getBody().orElse(NO_BODY)).isObject() ? 1 : 0;
    return new Answer(1, accepted, 0, 0, 1 - accepted, List.of(), false);
  }
}

package io.sensormine.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.sensormine.kit.security.Roles;
import java.io.IOException;
import java.util.List;

/**
 * Parses a message, drops it, and says what ingestion-service would of one that it has stored; on
 * the thread that received it, as that does.
 */
@Controller("/api/v1/drop")
@Requires(property = DropServer.PROPERTY)
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

  @Post("/mine")
  @Secured(Roles.DEVICE)
  Answer ofDevice(HttpRequest<byte[]> request) throws IOException {
    return drop(request);
  }

  @Post("/anyone")
  @Secured(SecurityRule.IS_ANONYMOUS)
  Answer ofAnyone(HttpRequest<byte[]> request) throws IOException {
    return drop(request);
  }

  private Answer drop(HttpRequest<byte[]> request) throws IOException {
    int accepted = json.readTree(request.getBody().orElse(NO_BODY)).isObject() ? 1 : 0;
    return new Answer(1, accepted, 0, 0, 1 - accepted, List.of(), false);
  }
}

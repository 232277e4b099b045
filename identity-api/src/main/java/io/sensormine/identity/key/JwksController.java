package io.sensormine.identity.key;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Operation;
import java.util.Map;

@Controller("/.well-known/jwks.json")
@ExecuteOn(TaskExecutors.BLOCKING)
class JwksController {
  private final SigningKeys keys;

  JwksController(SigningKeys keys) {
    this.keys = keys;
  }

  @Get
  @Secured(SecurityRule.IS_ANONYMOUS)
  @Operation(
      summary = "The public keys that verify our tokens, as a JWK Set (RFC 7517)",
      description = "Open to everyone.",
      security = {})
  HttpResponse<Map<String, Object>> keys() {
    return HttpResponse.ok(keys.published().toJSONObject(true))
        .header("Cache-Control", "public, max-age=10");
  }
}

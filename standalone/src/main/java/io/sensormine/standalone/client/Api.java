package io.sensormine.standalone.client;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.sensormine.standalone.home.CommandException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One service's HTTP API, asked with one identity. A request that is one too many is made again
 * when {@code Retry-After} says so.
 *
 * @param base such as {@code http://localhost:8081}
 * @param token what is sent as {@code Authorization: Bearer}; null for none
 * @param tenantId what is sent as {@code X-Tenant-Id}; null for none
 */
public record Api(String base, @Nullable String token, @Nullable String tenantId) {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int TRIES = 30;

  /** The API without an identity. */
  public static Api anonymous(String base) {
    return new Api(base, null, null);
  }

  /** What a service answered. */
  public record Answer(int status, JsonNode body) {
    public String id() {
      return body.path("id").asText();
    }

    /** The body of a 2xx answer; anything else ends the command with the problem's own words. */
    public JsonNode orFail(String doing) {
      if (status / 100 != 2) {
        throw new CommandException(
            "%s: %d %s"
                .formatted(
                    doing, status, body.path("detail").asText(body.path("title").asText("?"))));
      }
      return body;
    }
  }

  public Answer get(String path) {
    return send("GET", path, null);
  }

  public Answer delete(String path) {
    return send("DELETE", path, null);
  }

  /** Posts a value as JSON. */
  public Answer post(String path, Object body) {
    return send("POST", path, body);
  }

  private Answer send(String method, String path, @Nullable Object body) {
    try {
      var request =
          HttpRequest.newBuilder(URI.create(base + path))
              .timeout(TIMEOUT)
              .header("Content-Type", "application/json")
              .method(
                  method,
                  body == null
                      ? BodyPublishers.noBody()
                      : BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
      if (token != null) {
        request.header("Authorization", "Bearer " + token);
      }
      if (tenantId != null) {
        request.header("X-Tenant-Id", tenantId);
      }
      var response = answer(request.build());
      return new Answer(
          response.statusCode(),
          response.body().length == 0 ? MissingNode.getInstance() : JSON.readTree(response.body()));
    } catch (IOException e) {
      throw new CommandException(
          base + " does not answer; `./sensormine status` tells what runs.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("Interrupted.", e);
    }
  }

  private static HttpResponse<byte[]> answer(HttpRequest request)
      throws IOException, InterruptedException {
    var response = CLIENT.send(request, BodyHandlers.ofByteArray());
    for (int left = TRIES - 1; response.statusCode() == TOO_MANY_REQUESTS && left > 0; left--) {
      Thread.sleep(
          Duration.ofSeconds(response.headers().firstValueAsLong("Retry-After").orElse(1)));
      response = CLIENT.send(request, BodyHandlers.ofByteArray());
    }
    return response;
  }

  /** Logs in at identity-api; the access token. Without a tenant: as a platform admin. */
  public static String login(
      String identityUrl, @Nullable String tenant, String email, String password) {
    var who =
        tenant == null
            ? Map.of("email", email, "password", password)
            : Map.of("email", email, "password", password, "tenant", tenant);
    return anonymous(identityUrl)
        .post("/api/v1/auth/login", who)
        .orFail("Logging in as " + email)
        .path("accessToken")
        .asText();
  }
}

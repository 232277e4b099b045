package io.sensormine.kit.testing;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A plain HTTP client for tests: sends what it is told, bad input included, and never throws for a
 * status.
 */
public final class Http {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private final String base;
  private final @Nullable String token;
  private final List<String> headers;

  public Http(String base, @Nullable String token) {
    this(base, token, List.of());
  }

  private Http(String base, @Nullable String token, List<String> headers) {
    this.base = base;
    this.token = token;
    this.headers = headers;
  }

  /** The same client with one more header. */
  public Http with(String name, String value) {
    var more = new ArrayList<>(headers);
    more.add(name);
    more.add(value);
    return new Http(base, token, more);
  }

  /** The same client, naming a tenant. */
  public Http forTenant(UUID tenantId) {
    return with("X-Tenant-Id", tenantId.toString());
  }

  public Answer get(String path) {
    return send("GET", path, null, null);
  }

  public Answer delete(String path) {
    return send("DELETE", path, null, null);
  }

  /** Posts JSON; single quotes stand for double ones where the text has no double quote. */
  public Answer post(String path, String json) {
    return send("POST", path, json(json), "application/json");
  }

  public Answer put(String path, String json) {
    return send("PUT", path, json(json), "application/json");
  }

  public Answer patch(String path, String json) {
    return send("PATCH", path, json(json), "application/json");
  }

  /** Sends bytes as they are. */
  public Answer send(
      String method, String path, byte @Nullable [] body, @Nullable String contentType) {
    var response = exchange(method, path, body, contentType, BodyHandlers.ofString());
    return new Answer(response.statusCode(), response.headers(), response.body());
  }

  /** Gets an answer whose body is read as it comes, and is given up when its stream is closed. */
  public HttpResponse<InputStream> open(String path) {
    return exchange("GET", path, null, null, BodyHandlers.ofInputStream());
  }

  private <T> HttpResponse<T> exchange(
      String method,
      String path,
      byte @Nullable [] body,
      @Nullable String contentType,
      BodyHandler<T> handler) {
    var request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(Duration.ofSeconds(60))
            .method(
                method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    if (contentType != null) {
      request.header("Content-Type", contentType);
    }
    if (!headers.isEmpty()) {
      request.headers(headers.toArray(String[]::new));
    }
    try {
      return CLIENT.send(request.build(), handler);
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + base + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static byte[] json(String text) {
    return (text.indexOf('"') < 0 ? text.replace('\'', '"') : text)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** What came back. */
  public record Answer(int status, HttpHeaders headers, String text) {
    /** The body as JSON; a missing node where it is empty or none. */
    public JsonNode body() {
      try {
        return text.isBlank() ? MissingNode.getInstance() : JSON.readTree(text);
      } catch (IOException e) {
        throw new UncheckedIOException("not JSON: " + text, e);
      }
    }

    /** A header's value; empty text where it is not there. */
    public String header(String name) {
      return headers.firstValue(name).orElse("");
    }

    /** The body's {@code id}. */
    public UUID id() {
      return UUID.fromString(body().path("id").asText());
    }

    /** A problem's code, such as {@code not-found}. */
    public String problem() {
      return body().path("type").asText().replace("urn:sensormine:problem:", "");
    }

    /** This answer, after checking its status; the failure shows the body. */
    public Answer expect(int expected) {
      if (status != expected) {
        throw new AssertionError("expected " + expected + " but was " + status + ": " + text);
      }
      return this;
    }
  }
}

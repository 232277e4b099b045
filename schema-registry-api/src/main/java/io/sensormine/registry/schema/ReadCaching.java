package io.sensormine.registry.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.sensormine.contracts.registry.SchemaVersion;
import io.sensormine.contracts.registry.VersionStatus;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Lets clients keep what they read, and ask whether it has changed. All of a version but its status
 * is immutable: its entity tag is its fingerprint and its status, and a deprecated one, whose
 * status is final, need not be asked for again. Of all else the tag is a digest.
 */
@ServerFilter("/api/v1/**")
final class ReadCaching {
  private static final String FINAL = "private, max-age=31536000, immutable";
  private static final String CHECKED = "private, no-cache";
  private static final int DIGEST_BYTES = 16;

  private final ObjectMapper json;

  ReadCaching(ObjectMapper json) {
    this.json = json;
  }

  @ResponseFilter
  void describe(HttpRequest<?> request, MutableHttpResponse<?> response)
      throws JsonProcessingException {
    var body = response.body();
    if (request.getMethod() != HttpMethod.GET
        || response.code() != HttpStatus.OK.getCode()
        || body == null) {
      return;
    }
    var tag = body instanceof SchemaVersion version ? tag(version) : digest(body);
    boolean isFinal =
        body instanceof SchemaVersion version && version.status() == VersionStatus.DEPRECATED;
    response.header(HttpHeaders.ETAG, tag);
    response.header(HttpHeaders.CACHE_CONTROL, isFinal ? FINAL : CHECKED);
    response.header(HttpHeaders.VARY, "Authorization, X-Tenant-Id");
    if (matches(request.getHeaders().get(HttpHeaders.IF_NONE_MATCH), tag)) {
      response.status(HttpStatus.NOT_MODIFIED).body(null);
    }
  }

  private static String tag(SchemaVersion version) {
    return "\"%s-%s\""
        .formatted(version.fingerprint(), version.status().name().toLowerCase(Locale.ROOT));
  }

  private String digest(Object body) throws JsonProcessingException {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(json.writeValueAsBytes(body));
      return "\"%s\"".formatted(HexFormat.of().formatHex(digest, 0, DIGEST_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static boolean matches(@Nullable String ifNoneMatch, String tag) {
    return ifNoneMatch != null
        && Arrays.stream(ifNoneMatch.split(",", -1))
            .map(String::strip)
            .anyMatch(one -> one.equals("*") || one.equals(tag) || one.equals("W/" + tag));
  }
}

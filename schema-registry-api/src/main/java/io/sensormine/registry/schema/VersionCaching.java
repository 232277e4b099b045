package io.sensormine.registry.schema;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.sensormine.contracts.registry.SchemaVersion;
import io.sensormine.contracts.registry.VersionStatus;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Lets clients keep the versions that they read. All of a version but its status is immutable: its
 * entity tag is its fingerprint and its status, and a deprecated one, whose status is final, need
 * not be asked for again.
 */
@ServerFilter("/api/v1/**")
final class VersionCaching {
  private static final String FINAL = "private, max-age=31536000, immutable";
  private static final String CHECKED = "private, no-cache";

  @ResponseFilter
  void describe(HttpRequest<?> request, MutableHttpResponse<?> response) {
    if (request.getMethod() != HttpMethod.GET
        || !(response.body() instanceof SchemaVersion version)) {
      return;
    }
    var tag = tag(version);
    response.header(HttpHeaders.ETAG, tag);
    response.header(
        HttpHeaders.CACHE_CONTROL, version.status() == VersionStatus.DEPRECATED ? FINAL : CHECKED);
    response.header(HttpHeaders.VARY, "Authorization, X-Tenant-Id");
    if (matches(request.getHeaders().get(HttpHeaders.IF_NONE_MATCH), tag)) {
      response.status(HttpStatus.NOT_MODIFIED).body(null);
    }
  }

  private static String tag(SchemaVersion version) {
    return "\"%s-%s\""
        .formatted(version.fingerprint(), version.status().name().toLowerCase(Locale.ROOT));
  }

  private static boolean matches(@Nullable String ifNoneMatch, String tag) {
    return ifNoneMatch != null
        && Arrays.stream(ifNoneMatch.split(",", -1))
            .map(String::strip)
            .anyMatch(one -> one.equals("*") || one.equals(tag) || one.equals("W/" + tag));
  }
}

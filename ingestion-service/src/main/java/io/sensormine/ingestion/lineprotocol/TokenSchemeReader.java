package io.sensormine.ingestion.lineprotocol;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.security.token.reader.HttpHeaderTokenReader;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Reads {@code Authorization: Token …}, as InfluxDB's clients send it, at its own paths only. */
@Singleton
final class TokenSchemeReader extends HttpHeaderTokenReader {
  @Override
  protected String getPrefix() {
    return "Token";
  }

  @Override
  protected String getHeaderName() {
    return HttpHeaders.AUTHORIZATION;
  }

  @Override
  public Optional<String> findToken(HttpRequest<?> request) {
    return request.getPath().startsWith("/api/v2/") ? super.findToken(request) : Optional.empty();
  }
}

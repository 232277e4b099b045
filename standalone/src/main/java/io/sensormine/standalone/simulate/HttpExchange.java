package io.sensormine.standalone.simulate;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.Function;

/** Posts bodies over kept connections, and tells what 429, 503 and silence mean. */
final class HttpExchange implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final URI uri;
  private final String mediaType;

  HttpExchange(String uri, String mediaType) {
    this.uri = URI.create(uri);
    this.mediaType = mediaType;
  }

  Reply post(String authorization, byte[] body, Function<HttpResponse<byte[]>, Reply> answered)
      throws InterruptedException {
    var request =
        HttpRequest.newBuilder(uri)
            .timeout(TIMEOUT)
            .header("Authorization", authorization)
            .header("Content-Type", mediaType)
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    try {
      var response = client.send(request, BodyHandlers.ofByteArray());
      return switch (response.statusCode()) {
        case 429, 503 -> heldBack(response);
        case 500, 502, 504 -> new Reply.NoAnswer("status " + response.statusCode());
        default -> answered.apply(response);
      };
    } catch (IOException e) {
      return new Reply.NoAnswer(uri + " does not answer: " + e.getMessage());
    }
  }

  private static Reply heldBack(HttpResponse<byte[]> response) {
    var seconds = response.headers().firstValueAsLong("Retry-After").orElse(1);
    return new Reply.HeldBack(Duration.ofSeconds(seconds), "status " + response.statusCode());
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}

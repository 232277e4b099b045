package io.sensormine.kit.problem;

import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import io.sensormine.kit.http.RequestId;
import io.sensormine.kit.http.SecurityHeaders;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renders every error that a service answers, its own and the framework's, as a problem. */
@Singleton
final class ProblemRenderer implements ErrorResponseProcessor<Problem> {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemRenderer.class);
  private static final Duration DEFAULT_RETRY_AFTER = Duration.ofSeconds(1);

  private final Translation translation;

  ProblemRenderer(Translation translation) {
    this.translation = translation;
  }

  @Override
  @SuppressWarnings("NullAway") // a HEAD response has no body
  public MutableHttpResponse<Problem> processResponse(
      ErrorContext context, MutableHttpResponse<?> response) {
    var problem =
        context
            .getRootCause()
            .map(translation::problem)
            .filter(known -> known.type() != ProblemType.INTERNAL || response.code() >= 500)
            .orElseGet(() -> forStatus(response.code(), context));
    return render(context.getRequest(), response, problem);
  }

  MutableHttpResponse<Problem> render(HttpRequest<?> request, ProblemException problem) {
    return render(request, HttpResponse.ok(), problem);
  }

  private static MutableHttpResponse<Problem> render(
      HttpRequest<?> request, MutableHttpResponse<?> response, ProblemException problem) {
    var type = problem.type();
    var id = RequestId.of(request);
    if (type == ProblemType.INTERNAL) {
      LOG.error("{} {} {}", id, request.getMethodName(), request.getPath(), problem.getCause());
    } else if (type.status() >= 500) {
      LOG.warn(
          "{} {} {}: {}: {}",
          id,
          request.getMethodName(),
          request.getPath(),
          type.code(),
          String.valueOf(problem.getCause()));
    }
    response.status(type.status(), type.title());
    if (type.status() == 401) {
      response.header("WWW-Authenticate", "Bearer");
    }
    if (type.status() == 429 || type.status() == 503) {
      response.header("Retry-After", Long.toString(seconds(problem.retryAfter())));
    }
    response.header(RequestId.HEADER, id.toString());
    SecurityHeaders.protect(request, response);
    if (request.getMethod() == HttpMethod.HEAD) {
      return response.body((Problem) null);
    }
    return response
        .body(
            new Problem(
                "urn:sensormine:problem:" + type.code(),
                type.title(),
                type.status(),
                problem.detail(),
                "urn:uuid:" + id,
                problem.violations(),
                problem.members()))
        .contentType(Problem.MEDIA_TYPE);
  }

  private static long seconds(@Nullable Duration retryAfter) {
    return Math.max(1, (retryAfter == null ? DEFAULT_RETRY_AFTER : retryAfter).toSeconds());
  }

  /** What the framework answers by status alone: no route, no such method, no such media type. */
  private static ProblemException forStatus(int status, ErrorContext context) {
    var type = ProblemType.ofStatus(status);
    var said = context.getErrors();
    return ProblemException.of(
        type, said.isEmpty() ? type.title() + "." : said.getFirst().getMessage());
  }
}

package io.sensormine.kit.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.core.convert.exceptions.ConversionErrorException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.ConversionErrorHandler;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.micronaut.http.server.exceptions.JacksonExceptionHandler;
import io.micronaut.security.authentication.AuthorizationException;
import io.micronaut.security.authentication.DefaultAuthorizationExceptionHandler;
import io.micronaut.validation.exceptions.ConstraintExceptionHandler;
import jakarta.inject.Singleton;
import jakarta.validation.ConstraintViolationException;

/** The last catch: whatever a request throws is translated here, once. */
@Singleton
final class ThrowableHandler implements ExceptionHandler<Throwable, MutableHttpResponse<Problem>> {
  private final ProblemRenderer renderer;
  private final Translation translation;

  ThrowableHandler(ProblemRenderer renderer, Translation translation) {
    this.renderer = renderer;
    this.translation = translation;
  }

  @Override
  public MutableHttpResponse<Problem> handle(HttpRequest request, Throwable exception) {
    return renderer.render(request, translation.problem(exception));
  }

  // The framework's handlers are nearer to these types than Throwable; each gives way to ours.

  /** Bodies that cannot be read. */
  @Singleton
  @Replaces(JacksonExceptionHandler.class)
  record Json(ThrowableHandler all)
      implements ExceptionHandler<JsonProcessingException, MutableHttpResponse<Problem>> {
    @Override
    public MutableHttpResponse<Problem> handle(
        HttpRequest request, JsonProcessingException exception) {
      return all.handle(request, exception);
    }
  }

  /** Path and query values that cannot be read. */
  @Singleton
  @Replaces(ConversionErrorHandler.class)
  record Conversion(ThrowableHandler all)
      implements ExceptionHandler<ConversionErrorException, MutableHttpResponse<Problem>> {
    @Override
    public MutableHttpResponse<Problem> handle(
        HttpRequest request, ConversionErrorException exception) {
      return all.handle(request, exception);
    }
  }

  /** Declared constraints. */
  @Singleton
  @Replaces(ConstraintExceptionHandler.class)
  record Constraint(ThrowableHandler all)
      implements ExceptionHandler<ConstraintViolationException, MutableHttpResponse<Problem>> {
    @Override
    public MutableHttpResponse<Problem> handle(
        HttpRequest request, ConstraintViolationException exception) {
      return all.handle(request, exception);
    }
  }

  /** No identity, or the wrong role. */
  @Singleton
  @Replaces(DefaultAuthorizationExceptionHandler.class)
  record Authorization(ThrowableHandler all)
      implements ExceptionHandler<AuthorizationException, MutableHttpResponse<Problem>> {
    @Override
    public MutableHttpResponse<Problem> handle(
        HttpRequest request, AuthorizationException exception) {
      return all.handle(request, exception);
    }
  }
}

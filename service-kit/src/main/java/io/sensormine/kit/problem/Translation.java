package io.sensormine.kit.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.micronaut.core.convert.exceptions.ConversionErrorException;
import io.micronaut.data.connection.exceptions.ConnectionException;
import io.micronaut.http.client.exceptions.HttpClientException;
import io.micronaut.http.client.exceptions.HttpClientResponseException;
import io.micronaut.http.exceptions.ContentLengthExceededException;
import io.micronaut.http.exceptions.HttpStatusException;
import io.micronaut.security.authentication.AuthorizationException;
import io.micronaut.transaction.exceptions.CannotCreateTransactionException;
import io.micronaut.web.router.exceptions.UnsatisfiedRouteException;
import jakarta.inject.Singleton;
import jakarta.validation.ConstraintViolationException;
import java.io.EOFException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What each exception that reaches the edge means to a client. */
@Singleton
public final class Translation {
  private static final Duration AWAY = Duration.ofSeconds(5);
  private static final Duration SOON = Duration.ofSeconds(1);

  /** SQLSTATE of who has waited for a lock as long as it may. */
  private static final String LOCKED = "55P03";

  /** SQLSTATEs of a statement, or a transaction, that the database gave up as too slow. */
  private static final Set<String> TOO_SLOW = Set.of("57014", "25P03", "25P04");

  /** SQLSTATEs of transactions that got in each other's way: serialization failure, deadlock. */
  private static final Set<String> COLLIDED = Set.of("40001", "40P01");

  /** The problem behind an exception; anything unforeseen is a bare 500 that tells nothing. */
  public ProblemException problem(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      var known = known(cause);
      if (known != null) {
        return known;
      }
    }
    return ProblemException.unavailable(
        ProblemType.INTERNAL,
        "The request could not be completed; its id finds the reason in our log.",
        AWAY,
        error);
  }

  /** What the database said that is behind an exception; empty where it said nothing. */
  public static Optional<String> sqlState(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return Optional.of(sql.getSQLState());
      }
    }
    return Optional.empty();
  }

  @SuppressWarnings("NullAway") // null: look at the cause
  private static ProblemException known(Throwable error) {
    return switch (error) {
      case ProblemException problem -> problem;
      case JsonProcessingException json -> JsonProblems.of(json);
      // what Jackson lets through of java.math, where an exponent has more digits than that reads
      case NumberFormatException number when isThrownByJackson(number) ->
          ProblemException.of(
              ProblemType.MALFORMED_JSON,
              "The body has a number whose exponent is beyond what can be read.");
      case ConstraintViolationException invalid -> ConstraintProblems.of(invalid);
      case AuthorizationException refused ->
          refused.isForbidden()
              ? ProblemException.of(
                  ProblemType.FORBIDDEN, "None of your roles may do this; ask a tenant admin.")
              : ProblemException.of(
                  ProblemType.UNAUTHENTICATED,
                  "Send `Authorization: Bearer` with a token that is valid here.");
      case ConversionErrorException conversion -> conversion(conversion);
      case UnsatisfiedRouteException missing ->
          ProblemException.at(
              "/" + missing.getArgument().getName(),
              ProblemType.MALFORMED_REQUEST,
              "Required and not there: " + missing.getArgument().getName() + ".");
      case ContentLengthExceededException large ->
          ProblemException.of(ProblemType.TOO_LARGE, "The body is over the limit of this service.");
      case HttpStatusException status when status.getStatus().getCode() < 500 ->
          ProblemException.of(
              ProblemType.ofStatus(status.getStatus().getCode()),
              String.valueOf(status.getMessage()));
      // our own token: its key may just have been ended, and the next call gets a new one
      case HttpClientResponseException refused when refused.getStatus().getCode() == 401 ->
          ProblemException.unavailable(
              ProblemType.DEPENDENCY_UNAVAILABLE,
              "A service that is needed for this did not know us; nothing was changed. Try again.",
              SOON,
              refused);
      case HttpClientResponseException refused when refused.getStatus().getCode() < 500 -> null;
      case HttpClientException away ->
          ProblemException.unavailable(
              ProblemType.DEPENDENCY_UNAVAILABLE,
              "A service that is needed for this did not answer; nothing was changed.",
              AWAY,
              away);
      case EOFException cut ->
          ProblemException.of(
              ProblemType.MALFORMED_REQUEST, "The connection ended before the body did.");
      case CannotCreateTransactionException away -> databaseAway(away);
      case ConnectionException away -> databaseAway(away);
      case SQLException sql when LOCKED.equals(sql.getSQLState()) ->
          ProblemException.unavailable(
              ProblemType.OVERLOADED,
              "Another change of the same thing is under way; nothing was changed. Try again.",
              SOON,
              sql);
      case SQLException sql when isOneOf(TOO_SLOW, sql) ->
          ProblemException.unavailable(
              ProblemType.OVERLOADED,
              "The database took longer for this than it may; nothing was changed. Ask for less, or"
                  + " try again.",
              AWAY,
              sql);
      case SQLException sql when isOneOf(COLLIDED, sql) ->
          ProblemException.unavailable(
              ProblemType.OVERLOADED,
              "Another change came across this one; nothing was changed. Try again.",
              SOON,
              sql);
      case SQLException sql when DatabaseAway.isShownBy(sql) -> databaseAway(sql);
      default -> null;
    };
  }

  private static ProblemException conversion(ConversionErrorException error) {
    var argument = error.getArgument();
    for (Throwable cause = error.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof ProblemException problem) {
        return problem;
      }
      if (cause instanceof JsonProcessingException json) {
        return JsonProblems.of(json);
      }
    }
    var path = "/" + argument.getName();
    return argument.getType() == UUID.class
        ? ProblemException.at(path, ProblemType.MALFORMED_ID, argument.getName() + " is no UUID.")
        : ProblemException.at(
            path,
            ProblemType.INVALID_PARAMETER,
            "%s cannot be read as %s."
                .formatted(argument.getName(), argument.getType().getSimpleName()));
  }

  private static boolean isOneOf(Set<String> states, SQLException error) {
    return error.getSQLState() != null && states.contains(error.getSQLState());
  }

  private static boolean isThrownByJackson(Throwable error) {
    return Arrays.stream(error.getStackTrace())
        .anyMatch(frame -> frame.getClassName().startsWith("com.fasterxml.jackson."));
  }

  private static ProblemException databaseAway(Exception cause) {
    return ProblemException.unavailable(
        ProblemType.DATABASE_UNAVAILABLE,
        "The database cannot be reached; nothing was changed. Try again.",
        AWAY,
        cause);
  }
}

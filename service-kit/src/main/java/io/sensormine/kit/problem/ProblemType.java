package io.sensormine.kit.problem;

import java.util.Locale;

/**
 * The closed list of what can go wrong, as clients are told. Each is {@code
 * urn:sensormine:problem:<code>}; {@code docs/problems.md} explains them and a test holds the two
 * together.
 */
public enum ProblemType {
  MALFORMED_JSON(400, "The body is not JSON"),
  MALFORMED_REQUEST(400, "The request is malformed"),
  MALFORMED_ID(400, "That is not a UUID"),
  INVALID_CURSOR(400, "The cursor is not one of ours"),
  INVALID_PARAMETER(400, "A parameter has a value it cannot have"),
  UNKNOWN_PARAMETER(400, "There is no such query parameter"),
  TENANT_REQUIRED(400, "Name a tenant"),
  UNAUTHENTICATED(401, "A valid credential is needed"),
  FORBIDDEN(403, "This role may not do that"),
  TENANT_NOT_ALLOWED(403, "The tenant comes from the token"),
  SIGN_IN_AT_PROVIDER(403, "People sign in at the identity provider"),
  NOT_FOUND(404, "There is nothing here"),
  METHOD_NOT_ALLOWED(405, "This resource does not take that method"),
  NOT_ACCEPTABLE(406, "None of the accepted media types can be served"),
  NAME_TAKEN(409, "That name is taken"),
  ILLEGAL_STEP(409, "It cannot go from where it stands to there"),
  INCOMPATIBLE_SCHEMA(409, "The new version breaks the contract"),
  BREAKING_CHANGE(409, "The change breaks what exists"),
  IN_USE(409, "Something still uses it"),
  CONFLICT(409, "Another change came first"),
  STALE(412, "It has changed since you read it"),
  TOO_LARGE(413, "The body is too large"),
  UNSUPPORTED_MEDIA_TYPE(415, "This media type is not taken here"),
  INVALID_REQUEST(422, "The request is refused"),
  UNKNOWN_REFERENCE(422, "It refers to something that does not exist"),
  UNKNOWN_DEVICE(422, "There is no such device"),
  INVALID_SCHEMA(422, "The definition is not a schema we can take"),
  UNIT_MISMATCH(422, "The unit does not fit"),
  OVER_BUDGET(422, "The query asks for too much"),
  ALL_REJECTED(422, "Every message was rejected"),
  TOO_MANY_REQUESTS(429, "Too many requests"),
  INTERNAL(500, "Something went wrong on our side"),
  DATABASE_UNAVAILABLE(503, "The database cannot be reached"),
  DEPENDENCY_UNAVAILABLE(503, "A service that is needed cannot be reached"),
  OVERLOADED(503, "The service is at its limit");

  private final int status;
  private final String title;

  ProblemType(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /** The HTTP status that goes with it. */
  public int status() {
    return status;
  }

  /** One line that does not change from occurrence to occurrence. */
  public String title() {
    return title;
  }

  /** Its name on the wire, such as {@code name-taken}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The general problem of a status, for what the framework refuses by itself. */
  static ProblemType ofStatus(int status) {
    return switch (status) {
      case 401 -> UNAUTHENTICATED;
      case 403 -> FORBIDDEN;
      case 404 -> NOT_FOUND;
      case 405 -> METHOD_NOT_ALLOWED;
      case 406 -> NOT_ACCEPTABLE;
      case 409 -> CONFLICT;
      case 413 -> TOO_LARGE;
      case 415 -> UNSUPPORTED_MEDIA_TYPE;
      case 422 -> INVALID_REQUEST;
      case 429 -> TOO_MANY_REQUESTS;
      default -> status >= 500 ? INTERNAL : MALFORMED_REQUEST;
    };
  }
}

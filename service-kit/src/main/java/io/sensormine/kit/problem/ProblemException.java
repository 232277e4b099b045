package io.sensormine.kit.problem;

import java.io.Serial;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A refusal on its way to the edge, where it becomes a {@link Problem}. */
public class ProblemException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final ProblemType type;
  private final transient List<Violation> violations;
  private final transient Map<String, Object> members;
  private final @Nullable Duration retryAfter;

  private ProblemException(
      ProblemType type,
      String detail,
      List<Violation> violations,
      Map<String, Object> members,
      @Nullable Duration retryAfter,
      @Nullable Throwable cause) {
    super(detail, cause);
    this.type = type;
    this.violations = List.copyOf(violations);
    this.members = Map.copyOf(members);
    this.retryAfter = retryAfter;
  }

  /** A refusal that is of a type of its own, because some who meet it go on otherwise. */
  protected ProblemException(ProblemType type, String detail) {
    this(type, detail, List.of(), Map.of(), null, null);
  }

  /**
   * A refusal.
   *
   * @param detail a sentence a person can act on; it names no internals
   */
  public static ProblemException of(ProblemType type, String detail) {
    return new ProblemException(type, detail, List.of(), Map.of(), null, null);
  }

  /** A refusal with the particulars of what is wrong. */
  public static ProblemException of(ProblemType type, String detail, List<Violation> violations) {
    return new ProblemException(type, detail, violations, Map.of(), null, null);
  }

  /** A refusal of one property or parameter; its code is the problem's own. */
  public static ProblemException at(String path, ProblemType type, String detail) {
    return of(type, detail, List.of(new Violation(path, type.code(), detail)));
  }

  /** 404 for what does not exist or belongs to another tenant: the answer does not tell which. */
  public static ProblemException notFound(String what) {
    return of(ProblemType.NOT_FOUND, "There is no such " + what + ".");
  }

  /** It cannot be done now; the client may try again after the given time. */
  public static ProblemException unavailable(
      ProblemType type, String detail, Duration retryAfter, @Nullable Throwable cause) {
    return new ProblemException(type, detail, List.of(), Map.of(), retryAfter, cause);
  }

  /** The same refusal with further members in its body. */
  public ProblemException with(Map<String, Object> moreMembers) {
    return new ProblemException(type, detail(), violations, moreMembers, retryAfter, getCause());
  }

  public ProblemType type() {
    return type;
  }

  /** A sentence a person can act on. */
  public String detail() {
    var message = getMessage();
    return message == null ? type.title() : message;
  }

  public List<Violation> violations() {
    return violations;
  }

  public Map<String, Object> members() {
    return members;
  }

  /** How long to wait before trying again; null where that would not help. */
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }
}

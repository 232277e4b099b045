package io.sensormine.kit.problem;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import io.micronaut.core.annotation.Introspected;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Problem details (RFC 9457), the one shape of every error.
 *
 * @param type {@code urn:sensormine:problem:<code>}
 * @param detail a sentence a person can act on
 * @param instance {@code urn:uuid:} and the request's id, to find it in the log
 * @param errors what is wrong in particular; empty where nothing more can be said
 * @param members further members of this type of problem
 */
@Introspected
public record Problem(
    String type,
    String title,
    int status,
    @Nullable String detail,
    String instance,
    List<Violation> errors,
    @JsonAnyGetter @JsonAnySetter @Nullable Map<String, Object> members) {

  /** The media type that it is sent as. */
  public static final String MEDIA_TYPE = "application/problem+json";

  public Problem {
    errors = errors == null ? List.of() : List.copyOf(errors);
    members = members == null ? Map.of() : Map.copyOf(members);
  }
}

package io.sensormine.ingestion.telemetry;

import io.micronaut.core.annotation.Introspected;
import io.sensormine.kit.problem.ProblemType;
import java.util.List;
import java.util.UUID;

/** The problem of a request of which no message could be taken, with the members of an answer. */
@Introspected
public record AllRejected(
    String type,
    String title,
    int status,
    String detail,
    String instance,
    int received,
    int accepted,
    int merged,
    int duplicates,
    int rejected,
    List<Answer.Item> errors,
    boolean errorsTruncated) {

  /** The problem of an answer of which all is rejected. */
  public static AllRejected of(Answer answer, UUID requestId) {
    var problem = ProblemType.ALL_REJECTED;
    var first = answer.errors().getFirst();
    return new AllRejected(
        "urn:sensormine:problem:" + problem.code(),
        problem.title(),
        problem.status(),
        "None of %d was taken. The first, at `%s`: %s"
            .formatted(answer.received(), first.path(), first.message()),
        "urn:uuid:" + requestId,
        answer.received(),
        answer.accepted(),
        answer.merged(),
        answer.duplicates(),
        answer.rejected(),
        answer.errors(),
        answer.errorsTruncated());
  }
}

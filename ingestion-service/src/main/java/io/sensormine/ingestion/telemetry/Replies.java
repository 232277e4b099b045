package io.sensormine.ingestion.telemetry;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.sensormine.kit.http.RequestId;
import io.sensormine.kit.problem.Problem;

/** What a request is answered once its messages are stored. */
public final class Replies {
  private Replies() {}

  /** 200, or 422 where none could be taken. */
  public static HttpResponse<?> of(HttpRequest<?> request, Answer answer) {
    return answer.allRejected()
        ? HttpResponse.unprocessableEntity()
            .body(AllRejected.of(answer, RequestId.of(request)))
            .contentType(MediaType.of(Problem.MEDIA_TYPE))
        : HttpResponse.ok(answer);
  }
}

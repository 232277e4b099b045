package io.sensormine.ingestion.deadletter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.sensormine.contracts.Page;
import io.sensormine.ingestion.store.Protocol;
import io.sensormine.kit.list.PageRequest;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.problem.Violation;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.tenant.TenantContext;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import java.util.List;
import java.util.UUID;

@Controller("/api/v1/rejected-messages")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured({Roles.TENANT_ADMIN, Roles.OPERATOR, Roles.PLATFORM_ADMIN})
class RejectedMessageController {
  private static final TypeReference<List<Violation>> ERRORS = new TypeReference<>() {};

  private final DeadLetters letters;
  private final Replaying replaying;
  private final ObjectMapper json;

  RejectedMessageController(DeadLetters letters, Replaying replaying, ObjectMapper json) {
    this.letters = letters;
    this.replaying = replaying;
    this.json = json;
  }

  @Get
  @Operation(
      summary = "List the messages that were refused, newest first",
      description =
          "`from` (inclusive) and `to` (exclusive) are times of arrival, `code` is the first"
              + " error's. A page ends early where payloads are large. Roles: TENANT_ADMIN,"
              + " OPERATOR, PLATFORM_ADMIN.")
  Page<RejectedMessage> list(
      @Nullable @QueryValue UUID deviceId,
      @Nullable @QueryValue String code,
      @Nullable @QueryValue String from,
      @Nullable @QueryValue String to,
      @Nullable @QueryValue Protocol protocol,
      @Nullable @QueryValue Boolean replayed,
      @Nullable @QueryValue Integer limit,
      @Nullable @QueryValue String cursor) {
    var page = PageRequest.of(limit, cursor, 2);
    var filter = filter(deviceId, code, from, to, protocol, replayed);
    var some = letters.newestFirst(filter, Positions.after(page), page.limit());
    return new Page<>(
        some.letters().stream().map(this::told).toList(),
        some.more() ? Positions.cursor(some.letters().getLast()) : null);
  }

  @Get("/counts")
  @Operation(
      summary = "Count the messages that were refused by their first error's code",
      description =
          "The most frequent first. `from` (inclusive) and `to` (exclusive) are times of arrival."
              + " Roles: TENANT_ADMIN, OPERATOR, PLATFORM_ADMIN.")
  CodeCounts counts(
      @Nullable @QueryValue UUID deviceId,
      @Nullable @QueryValue String from,
      @Nullable @QueryValue String to,
      @Nullable @QueryValue Protocol protocol,
      @Nullable @QueryValue Boolean replayed) {
    return new CodeCounts(letters.counts(filter(deviceId, null, from, to, protocol, replayed)));
  }

  @Get("/{id}")
  @Operation(
      summary = "Read a message that was refused",
      description = "Roles: TENANT_ADMIN, OPERATOR, PLATFORM_ADMIN.")
  RejectedMessage one(@PathVariable UUID id) {
    return letters.newestFirst(LetterFilter.of(List.of(id)), null, 1).letters().stream()
        .findFirst()
        .map(this::told)
        .orElseThrow(() -> ProblemException.notFound("rejected message"));
  }

  @Post("/replay")
  @Operation(
      summary = "Take refused messages after all, in the order they came",
      description =
          "Either `ids`, or a `filter` of what is not yet replayed. What is taken is marked in the"
              + " same transaction, so that it is replayed once however often this is asked; what is"
              + " refused stays as it is, and `errors` tells why. With `dryRun` nothing is stored;"
              + " `againstVersion` tells what a version of the schema, a DRAFT too, would admit."
              + " Where `nextCursor` is there, send it as `cursor` with the same to go on. Roles:"
              + " TENANT_ADMIN, OPERATOR, PLATFORM_ADMIN.")
  ReplayAnswer replay(@Body @Valid ReplayRequest request) {
    return replaying.replay(TenantContext.required(), request);
  }

  private static LetterFilter filter(
      @Nullable UUID deviceId,
      @Nullable String code,
      @Nullable String from,
      @Nullable String to,
      @Nullable Protocol protocol,
      @Nullable Boolean replayed) {
    return LetterFilter.of(
        deviceId, code, from, to, protocol, replayed, "", ProblemType.INVALID_PARAMETER);
  }

  private RejectedMessage told(StoredLetter letter) {
    var payload = PayloadText.of(letter.payload(), letter.isTruncated());
    return new RejectedMessage(
        letter.id(),
        letter.receivedAt(),
        letter.protocol(),
        letter.kind(),
        letter.format(),
        letter.deviceId(),
        letter.externalId(),
        letter.schemaVersionId(),
        letter.code(),
        errors(letter.errors()),
        payload.text(),
        payload.base64(),
        letter.payloadBytes(),
        letter.isTruncated(),
        letter.replayedAt());
  }

  private List<Violation> errors(String text) {
    try {
      return json.readValue(text, ERRORS);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the database tells only JSON", e);
    }
  }
}

package io.sensormine.ingestion.deadletter;

import io.sensormine.ingestion.message.RejectionCode;
import io.sensormine.ingestion.store.Protocol;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.time.Times;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters are meant: those that meet all that is given.
 *
 * @param ids one of these
 * @param code the first error's
 * @param from when they came, from then on
 * @param to when they came, before then
 * @param replayed whether they were taken after all
 */
record LetterFilter(
    @Nullable List<UUID> ids,
    @Nullable UUID deviceId,
    @Nullable String code,
    @Nullable Instant from,
    @Nullable Instant to,
    @Nullable Protocol protocol,
    @Nullable Boolean replayed) {

  static LetterFilter of(List<UUID> ids) {
    return new LetterFilter(ids, null, null, null, null, null, null);
  }

  /**
   * What a client asks for.
   *
   * @param base where the code and the times stand in its request
   * @param unfit how one that cannot be is refused
   */
  static LetterFilter of(
      @Nullable UUID deviceId,
      @Nullable String code,
      @Nullable String from,
      @Nullable String to,
      @Nullable Protocol protocol,
      @Nullable Boolean replayed,
      String base,
      ProblemType unfit) {
    if (code != null
        && Arrays.stream(RejectionCode.values()).noneMatch(it -> it.wireName().equals(code))) {
      throw ProblemException.at(
          base + "/code", unfit, "There is no such code; one is schema-violation.");
    }
    return new LetterFilter(
        null,
        deviceId,
        code,
        time(from, base + "/from", unfit),
        time(to, base + "/to", unfit),
        protocol,
        replayed);
  }

  private static @Nullable Instant time(@Nullable String text, String path, ProblemType unfit) {
    return text == null
        ? null
        : Times.parse(text)
            .filter(Times::isUsual)
            .orElseThrow(() ->
                ProblemException.at(
                    path,
                    unfit,
                    "A time is RFC 3339, such as 2026-01-31T09:15:00Z (in a URL, `+` as %2B), or a"
                        + " number since 1970."));
  }

  /** The same filter, of what came before a time. */
  LetterFilter before(Instant time) {
    return to != null && to.isBefore(time)
        ? this
        : new LetterFilter(ids, deviceId, code, from, time, protocol, replayed);
  }
}

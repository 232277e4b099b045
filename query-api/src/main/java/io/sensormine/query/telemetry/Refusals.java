package io.sensormine.query.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.problem.Violation;
import io.sensormine.kit.time.Times;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Gathers what is wrong with a request, so that one answer (422) says all of it. */
public final class Refusals {
  private final List<Violation> violations = new ArrayList<>();
  private ProblemType type = ProblemType.INVALID_REQUEST;

  /** Notes one thing wrong. */
  public void add(String path, String code, String message) {
    violations.add(new Violation(path, code, message));
  }

  /** Notes a unit that is none. */
  public void addUnit(String path, String message) {
    if (violations.isEmpty()) {
      type = ProblemType.UNIT_MISMATCH;
    }
    add(path, ProblemType.UNIT_MISMATCH.code(), message);
  }

  /** The instant that is meant; empty, and noted, where it is none of the years 1 to 9999. */
  public Optional<Instant> time(String path, JsonNode given) {
    var time =
        (given.isNumber() ? Times.ofNumber(given.decimalValue()) : Times.parse(given.asText("")))
            .filter(Times::isUsual);
    if (time.isEmpty()) {
      add(
          path,
          "invalid-time",
          "`%s` is no time; write RFC 3339 such as 2026-01-31T09:15:00Z (in a URL, `+` as %%2B), or"
                  .formatted(given.asText(""))
              + " a number since 1970.");
    }
    return time;
  }

  /** Notes a range that is empty or turned round. */
  public void range(Optional<Instant> from, Optional<Instant> to) {
    if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
      add("/from", "empty-range", "`from` must be before `to`, which is exclusive.");
    }
  }

  /** Notes names of fields that no reading can have. */
  public void fields(String path, List<String> fields) {
    for (int at = 0; at < fields.size(); at++) {
      var field = fields.get(at);
      if (field.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(field)) {
        add(path + "/" + at, "text-not-storable", "No field can have this name.");
      }
    }
  }

  /** Refuses the request where anything was noted. */
  public void check() {
    if (!violations.isEmpty()) {
      throw ProblemException.of(
          type,
          violations.stream().limit(3).map(Violation::message).collect(Collectors.joining(" ")),
          violations);
    }
  }
}

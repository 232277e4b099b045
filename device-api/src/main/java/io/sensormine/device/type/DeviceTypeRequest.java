package io.sensormine.device.type;

import io.micronaut.core.annotation.Introspected;
import io.sensormine.contracts.device.SchemaVersionPolicy;
import io.sensormine.device.attribute.AttributeDefinition;
import io.sensormine.device.attribute.AttributeDefinitions;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.problem.Violation;
import io.sensormine.kit.text.PlainText;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A device type as a client describes it.
 *
 * @param schemaVersionPolicy LATEST_ACTIVE where not said
 * @param expectedInterval between two messages of a device, in whole milliseconds
 * @param offlineAfter silence after which a device counts as offline, in whole milliseconds
 */
@Introspected
record DeviceTypeRequest(
    @NotBlank @Size(max = 200) @Pattern(regexp = PlainText.LINE, message = PlainText.MESSAGE) String name,
    @Nullable @Size(max = 4000) @Pattern(regexp = PlainText.LINES, message = PlainText.MESSAGE) String description,
    @NotNull Protocol protocol,
    @Nullable UUID schemaId,
    @Nullable SchemaVersionPolicy schemaVersionPolicy,
    @Nullable UUID schemaVersionId,
    @Nullable @Size(max = 100) List<@Valid @NotNull AttributeDefinition> attributes,
    @Nullable @Size(max = 50) List<
                @NotBlank @Size(max = 100) @Pattern(regexp = PlainText.LINE, message = PlainText.MESSAGE) String>
            tags,
    @Nullable Duration expectedInterval,
    @Nullable Duration offlineAfter) {
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofDays(3650);

  /** The type that is meant, 422 where it makes no sense. */
  DeviceTypeContent content() {
    var policy =
        schemaVersionPolicy == null ? SchemaVersionPolicy.LATEST_ACTIVE : schemaVersionPolicy;
    List<AttributeDefinition> definitions = attributes == null ? List.of() : attributes;
    var violations = new ArrayList<>(AttributeDefinitions.check(definitions));
    checkPin(policy, violations);
    checkDuration("/expectedInterval", expectedInterval, violations);
    checkDuration("/offlineAfter", offlineAfter, violations);
    if (!violations.isEmpty()) {
      var first = violations.getFirst();
      throw ProblemException.of(
          ProblemType.INVALID_REQUEST,
          "At `%s`: %s".formatted(first.path(), first.message()),
          violations);
    }
    return new DeviceTypeContent(
        name,
        description,
        protocol,
        schemaId,
        policy,
        schemaVersionId,
        definitions,
        tags == null ? List.of() : tags.stream().distinct().toList(),
        expectedInterval,
        offlineAfter,
        false);
  }

  private void checkPin(SchemaVersionPolicy policy, List<Violation> violations) {
    var pinned = policy == SchemaVersionPolicy.PINNED;
    if (pinned && schemaId == null) {
      violations.add(new Violation("/schemaId", "required", "PINNED needs a schema."));
    }
    if (pinned && schemaVersionId == null) {
      violations.add(new Violation("/schemaVersionId", "required", "PINNED needs a version."));
    }
    if (!pinned && schemaVersionId != null) {
      violations.add(
          new Violation(
              "/schemaVersionId", "not-pinned", "LATEST_ACTIVE takes no version; leave it out."));
    }
  }

  private static void checkDuration(
      String path, @Nullable Duration duration, List<Violation> violations) {
    if (duration != null
        && (duration.compareTo(SHORTEST) < 0
            || duration.compareTo(LONGEST) > 0
            || duration.toNanosPart() % 1_000_000 != 0)) {
      violations.add(
          new Violation(path, "out-of-range", "From PT0.001S to PT87600H, in whole milliseconds."));
    }
  }
}

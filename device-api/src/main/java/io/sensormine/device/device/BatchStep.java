package io.sensormine.device.device;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.contracts.device.DeviceStatus;
import io.sensormine.device.attribute.AttributeSettings;
import io.sensormine.device.attribute.CompiledAttributes;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.problem.Violation;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is to be done for one device of a batch, by the rules of a single one. */
sealed interface BatchStep {
  record Create(UUID id, DeviceContent content) implements BatchStep {}

  record Replace(DeviceRow standing, DeviceContent content) implements BatchStep {}

  record Settled(BatchOutcome outcome) implements BatchStep {}

  /** A device's type, as far as devices are concerned. */
  record HeldType(boolean archived, CompiledAttributes attributes) {}

  /**
   * Decides it.
   *
   * @param standing the device that has the external id; null where none has
   * @param type null where the tenant has no such type
   */
  static BatchStep of(
      BatchItem item,
      @Nullable DeviceRow standing,
      @Nullable HeldType type,
      boolean upsert,
      AttributeSettings settings) {
    var given =
        withoutNulls(
            item.device().content(standing == null ? DeviceStatus.ACTIVE : standing.status()));
    if (standing == null || !upsert) {
      return creating(item.id(), given, standing, type, settings);
    }
    var old = standing.content();
    // before all checks: what has stood since before its type changed may go on as it is
    if (same(given, old) || same(asStands(given, old, item.writing()), old)) {
      return new Settled(new BatchOutcome.Unchanged(standing.id()));
    }
    var known =
        type != null && (!type.archived() || DeviceCheck.archivedToo(given, standing))
            ? type
            : null;
    var result = known == null ? null : DeviceCheck.check(given, known.attributes(), settings);
    if (result != null && result.violations().isEmpty() && same(result.content(), old)) {
      return new Settled(new BatchOutcome.Unchanged(standing.id()));
    }
    if (standing.retired()) {
      return refused(
          new Violation("", ProblemType.ILLEGAL_STEP.code(), DeviceCheck.RETIRED_FOR_GOOD));
    }
    if (result == null) {
      return refused(DeviceCheck.noType(given.deviceTypeId()));
    }
    return result.violations().isEmpty()
        ? new Replace(standing, result.content())
        : new Settled(new BatchOutcome.Refused(result.violations()));
  }

  private static BatchStep creating(
      UUID id,
      DeviceContent given,
      @Nullable DeviceRow standing,
      @Nullable HeldType type,
      AttributeSettings settings) {
    if (given.status() == DeviceStatus.RETIRED && standing == null) {
      return refused(DeviceCheck.BEGINS_RETIRED);
    }
    if (standing != null) {
      return refused(DeviceCheck.TAKEN);
    }
    if (type == null || type.archived()) {
      return refused(DeviceCheck.noType(given.deviceTypeId()));
    }
    var result = DeviceCheck.check(given, type.attributes(), settings);
    return result.violations().isEmpty()
        ? new Create(id, result.content())
        : new Settled(new BatchOutcome.Refused(result.violations()));
  }

  private static Settled refused(Violation violation) {
    return new Settled(BatchOutcome.Refused.of(violation));
  }

  private static DeviceContent withoutNulls(DeviceContent given) {
    if (given.attributes().values().stream().noneMatch(JsonNode::isNull)) {
      return given;
    }
    var some = new HashMap<>(given.attributes());
    some.values().removeIf(JsonNode::isNull);
    return given.with(some);
  }

  /** What is given, with the values that stand where that may be meant. */
  private static DeviceContent asStands(DeviceContent given, DeviceContent old, Writing writing) {
    var meant = new HashMap<>(given.attributes());
    meant.replaceAll((name, value) -> {
      var standing = old.attributes().get(name);
      return standing != null && writing.mayMean(name, standing) ? standing : value;
    });
    return given.with(meant);
  }

  /** Whether two devices are the same but for how their numbers are written. */
  private static boolean same(DeviceContent one, DeviceContent other) {
    return sameAttributes(one.attributes(), other.attributes())
        && one.with(Map.of()).equals(other.with(Map.of()));
  }

  private static boolean sameAttributes(Map<String, JsonNode> one, Map<String, JsonNode> other) {
    return one.size() == other.size()
        && one.entrySet().stream()
            .allMatch(entry -> {
              var value = other.get(entry.getKey());
              return value != null && entry.getValue().equals(BY_VALUE, value);
            });
  }

  /** Zero where two values are equal. */
  Comparator<JsonNode> BY_VALUE =
      (one, other) ->
          one.isNumber() && other.isNumber()
              ? one.decimalValue().compareTo(other.decimalValue())
              : Objects.equals(one, other) ? 0 : 1;
}

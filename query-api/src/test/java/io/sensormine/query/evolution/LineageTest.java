package io.sensormine.query.evolution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.contracts.registry.Field;
import io.sensormine.contracts.registry.FieldType;
import io.sensormine.query.unit.DeclaredFields;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LineageTest {
  private static final UUID FIRST = new UUID(0, 1);
  private static final UUID SECOND = new UUID(0, 2);
  private static final UUID THIRD = new UUID(0, 3);

  @Test
  void followsAFieldThroughItsFormerNames() {
    var lineage =
        lineage(
            version(THIRD, field("c", FieldType.NUMBER, "b")),
            version(SECOND, field("b", FieldType.NUMBER, "a")),
            version(FIRST, field("a", FieldType.INTEGER, null)));
    assertThat(lineage.names("c")).containsExactlyInAnyOrder("c", "b", "a");
    assertThat(lineage.nameIn(THIRD, "c")).isEqualTo("c");
    assertThat(lineage.nameIn(SECOND, "c")).isEqualTo("b");
    assertThat(lineage.nameIn(FIRST, "c")).isEqualTo("a");
  }

  @Test
  void keepsARenamingThatLaterVersionsRepeatOrForget() {
    var repeated =
        lineage(
            version(THIRD, field("b", FieldType.NUMBER, "a")),
            version(SECOND, field("b", FieldType.NUMBER, "a")),
            version(FIRST, field("a", FieldType.NUMBER, null)));
    var forgotten =
        lineage(
            version(THIRD, field("b", FieldType.NUMBER, null)),
            version(SECOND, field("b", FieldType.NUMBER, "a")),
            version(FIRST, field("a", FieldType.NUMBER, null)));
    for (var lineage : List.of(repeated, forgotten)) {
      assertThat(lineage.nameIn(SECOND, "b")).isEqualTo("b");
      assertThat(lineage.nameIn(FIRST, "b")).isEqualTo("a");
    }
  }

  @Test
  void findsAnOldNameOnlyWhereItWasUsed() {
    var lineage =
        lineage(
            version(SECOND, field("b", FieldType.NUMBER, "a")),
            version(FIRST, field("a", FieldType.NUMBER, null)));
    assertThat(lineage.names("a")).containsExactly("a");
    assertThat(lineage.nameIn(SECOND, "a")).isEqualTo("a");
  }

  @Test
  void bridgesAVersionThatHadTheFieldByNoName() {
    var lineage =
        lineage(
            version(THIRD, field("b", FieldType.NUMBER, "a")),
            version(SECOND),
            version(FIRST, field("a", FieldType.NUMBER, null)));
    assertThat(lineage.nameIn(FIRST, "b")).isEqualTo("a");
  }

  @Test
  void knowsWhichFieldsHoldNumbersForSure() {
    var lineage =
        lineage(
            version(
                SECOND,
                field("number", FieldType.NUMBER, null),
                field("became", FieldType.NUMBER, null),
                field("flag", FieldType.BOOLEAN, null)),
            version(
                FIRST,
                field("number", FieldType.INTEGER, null),
                field("became", FieldType.STRING, null)));
    assertThat(lineage.holdsNumbers("number")).isTrue();
    assertThat(lineage.holdsNumbers("flag")).isTrue();
    assertThat(lineage.holdsNumbers("became")).isFalse();
    assertThat(lineage.holdsNumbers("undeclared")).isFalse();
  }

  @Test
  void knowsNothingForSureBesideADeviceWithoutASchema() {
    var version = version(FIRST, field("number", FieldType.NUMBER, null));
    assertThat(new Lineage(List.of(List.of(version)), false).holdsNumbers("number")).isFalse();
  }

  private static Lineage lineage(DeclaredFields... newestFirst) {
    return new Lineage(List.of(List.of(newestFirst)), true);
  }

  private static DeclaredFields version(UUID id, Field... fields) {
    var byPath = Arrays.stream(fields).collect(Collectors.toMap(Field::path, field -> field));
    return new DeclaredFields(id, Instant.EPOCH, 1, Map.copyOf(byPath), false);
  }

  private static Field field(String path, FieldType type, @Nullable String renamedFrom) {
    return new Field(path, type, null, null, null, null, null, null, renamedFrom, null);
  }
}

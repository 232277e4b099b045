package io.sensormine.device.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.problem.Violation;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CsvColumnsTest {
  private static void refused(List<String> header, String path, String code, String words) {
    assertThatThrownBy(() -> CsvColumns.of(header, false))
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> {
              assertThat(problem.type()).isEqualTo(ProblemType.INVALID_REQUEST);
              assertThat(problem.violations())
                  .extracting(Violation::path, Violation::code)
                  .contains(tuple(path, code));
              assertThat(problem.detail()).contains(words);
            });
  }

  @Test
  void findsColumnsInAnyOrder() {
    var columns =
        CsvColumns.of(List.of("attr.b,c", "name", "deviceTypeId", "externalId", "attr.A"), false);
    assertThat(columns.count()).isEqualTo(5);
    assertThat(columns.fixed()).containsEntry("name", 1).containsEntry("externalId", 3);
    assertThat(columns.attributes()).containsEntry("b,c", 0).containsEntry("A", 4);
    assertThat(CsvColumns.of(List.of("externalId", "name"), true).count()).isEqualTo(2);
  }

  @Test
  void refusesAHeaderThatDoesNotSayWhatIsWhere() {
    var base = List.of("externalId", "name", "deviceTypeId");
    refused(List.of("externalId", "name"), "/deviceTypeId", "missing-column", "deviceTypeId");
    refused(with(base, "colour"), "/colour", "unknown-column", "colour");
    refused(with(base, "Status"), "/Status", "unknown-column", "known are");
    refused(with(base, "attr."), "/attr.", "unknown-column", "attr.");
    refused(with(base, ""), "/", "unknown-column", "");
    refused(with(base, "name"), "/name", "duplicate-column", "twice");
    refused(with(with(base, "attr.a/b"), "attr.a/b"), "/attr.a~1b", "duplicate-column", "twice");
    refused(List.of("externalId;name"), "/externalId;name", "unknown-column", "commas");
  }

  private static List<String> with(List<String> header, String column) {
    return Stream.concat(header.stream(), Stream.of(column)).toList();
  }
}

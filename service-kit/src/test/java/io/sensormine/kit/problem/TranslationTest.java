package io.sensormine.kit.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.data.exceptions.DataAccessException;
import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TranslationTest {
  @ParameterizedTest
  @CsvSource({
    "57014, took longer", "25P03, took longer", "25P04, took longer",
    "40001, came across", "40P01, came across", "55P03, under way"
  })
  void tellsWhoIsTooSlowOrInTheWayToTryAgain(String state, String sentence) {
    var problem = problem(state);
    assertThat(problem.type()).isEqualTo(ProblemType.OVERLOADED);
    assertThat(problem.detail()).contains(sentence).contains("nothing was changed");
    assertThat(problem.retryAfter()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"08006", "53100", "53200", "53300", "57P01", "58030", "25006"})
  void tellsThatTheDatabaseIsAway(String state) {
    assertThat(problem(state).type()).isEqualTo(ProblemType.DATABASE_UNAVAILABLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"42601", "53400"})
  void tellsNothingOfWhatARepeatDoesNotMend(String state) {
    assertThat(problem(state).type()).isEqualTo(ProblemType.INTERNAL);
  }

  private static ProblemException problem(String state) {
    return new Translation()
        .problem(new DataAccessException("failed", new SQLException("no detail", state)));
  }
}

package io.sensormine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DatabaseChoiceTest {

  private static final Map<String, String> URLS =
      Map.of(
          "SENSORMINE_CONFIG_URL", "jdbc:postgresql://db/sensormine",
          "SENSORMINE_TIMESERIES_URL", "jdbc:postgresql://db/sensormine_timeseries");

  private static DatabaseSource choose(Map<String, String> environment, boolean docker) {
    return new DatabaseChoice(environment, () -> docker).choose(Optional.empty());
  }

  @Test
  void takesWhatIsGivenBeforeDocker() {
    assertThat(choose(URLS, true)).isEqualTo(DatabaseSource.GIVEN);
  }

  @Test
  void takesDockerBeforeEmbedded() {
    assertThat(choose(Map.of(), true)).isEqualTo(DatabaseSource.DOCKER);
    assertThat(choose(Map.of(), false)).isEqualTo(DatabaseSource.EMBEDDED);
  }

  @Test
  void staysWhereTheDataAre() {
    DatabaseChoice choice = new DatabaseChoice(Map.of(), () -> true);
    assertThat(choice.choose(Optional.of(DatabaseSource.EMBEDDED)))
        .isEqualTo(DatabaseSource.EMBEDDED);
  }

  @Test
  void refusesWhereTheEngineThatHoldsTheDataIsAway() {
    DatabaseChoice choice = new DatabaseChoice(Map.of(), () -> false);
    assertThatThrownBy(() -> choice.choose(Optional.of(DatabaseSource.DOCKER)))
        .isInstanceOf(DatabaseUnavailableException.class)
        .hasMessageContaining("no engine that has the images answers");
  }

  @Test
  void canBeForced() {
    assertThat(choose(Map.of("SENSORMINE_DATABASES", "embedded"), true))
        .isEqualTo(DatabaseSource.EMBEDDED);
    assertThat(choose(Map.of("SENSORMINE_DATABASES", "docker"), true))
        .isEqualTo(DatabaseSource.DOCKER);
  }

  @Test
  void refusesAForceThatCannotBe() {
    assertThatThrownBy(() -> choose(Map.of("SENSORMINE_DATABASES", "docker"), false))
        .isInstanceOf(DatabaseUnavailableException.class)
        .hasMessageContaining("timescale/timescaledb");
    assertThatThrownBy(() -> choose(Map.of("SENSORMINE_DATABASES", "given"), true))
        .isInstanceOf(DatabaseUnavailableException.class)
        .hasMessageContaining("Set both SENSORMINE_CONFIG_URL and SENSORMINE_TIMESERIES_URL");
    assertThatThrownBy(() -> choose(Map.of("SENSORMINE_DATABASES", "h2"), true))
        .isInstanceOf(DatabaseUnavailableException.class)
        .hasMessage("SENSORMINE_DATABASES is h2; set it to given, docker or embedded.");
  }

  @Test
  void refusesHalfOfWhatIsGiven() {
    assertThatThrownBy(
            () -> choose(Map.of("SENSORMINE_CONFIG_URL", "jdbc:postgresql://db/s"), true))
        .isInstanceOf(DatabaseUnavailableException.class)
        .hasMessageContaining("Set both");
  }
}

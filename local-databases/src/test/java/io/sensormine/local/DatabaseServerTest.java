package io.sensormine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseServerTest {

  @Test
  void readsServerDatabaseAndParametersFromTheUrl() {
    DatabaseServer.Address address =
        DatabaseServer.given(
            Purpose.CONFIG,
            Map.of(
                "SENSORMINE_CONFIG_URL", "jdbc:postgresql://db.example:6000/prod?sslmode=require",
                "SENSORMINE_CONFIG_ADMIN_USER", "root",
                "SENSORMINE_CONFIG_ADMIN_PASSWORD", "a&b"));
    assertThat(address.databaseName()).isEqualTo("prod");
    assertThat(address.server().url("other"))
        .isEqualTo("jdbc:postgresql://db.example:6000/other?sslmode=require");
    assertThat(address.server().adminUrl("other"))
        .isEqualTo(
            "jdbc:postgresql://db.example:6000/other?sslmode=require&user=root&password=a%26b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "jdbc:postgresql://db", "postgres://db/sensormine", "jdbc:h2:mem:x"})
  void refusesAUrlThatNamesNoPostgresqlDatabase(String url) {
    assertThatThrownBy(
            () -> DatabaseServer.given(Purpose.CONFIG, Map.of("SENSORMINE_CONFIG_URL", url)))
        .isInstanceOf(DatabaseUnavailableException.class)
        .hasMessage("Set SENSORMINE_CONFIG_URL to jdbc:postgresql://host:port/database.");
  }

  @Test
  void printsNoPassword() {
    assertThat(DatabaseServer.local("localhost", 1, "secret").toString()).doesNotContain("secret");
  }
}

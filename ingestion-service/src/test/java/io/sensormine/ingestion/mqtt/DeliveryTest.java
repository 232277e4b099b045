package io.sensormine.ingestion.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryTest {
  private static Delivery.Outcome after(String sqlState) {
    return Delivery.failed(new IllegalStateException(new SQLException("refused", sqlState)));
  }

  @Test
  void hasTheClientComeAgainWhereTheDatabaseIsAway() {
    var away =
        new Delivery.Outcome.Over(
            Ending.away("The database cannot be reached; connect and send this again."));
    assertThat(after("08006")).isEqualTo(away);
    assertThat(after("57P01")).isEqualTo(away);
  }

  @ParameterizedTest
  @ValueSource(strings = {"55P03", "57014", "40P01", "40001"})
  void triesAgainWhatHoldsTheDatabaseUp(String sqlState) {
    assertThat(after(sqlState))
        .isInstanceOfSatisfying(
            Delivery.Outcome.Hindered.class,
            hindered -> {
              assertThat(hindered.pause()).isPositive();
              assertThat(hindered.otherwise().code()).isEqualTo(Ending.Code.SERVER_BUSY);
            });
  }

  @Test
  void tellsWhatTheDatabaseRefusesFromADatabaseThatIsAway() {
    var failed = new Delivery.Outcome.Over(Ending.failed());
    assertThat(after("42P01")).isEqualTo(failed);
    assertThat(after("23505")).isEqualTo(failed);
  }
}

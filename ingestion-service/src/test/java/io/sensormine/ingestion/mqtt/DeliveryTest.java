package io.sensormine.ingestion.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

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

  @Test
  void tellsWhatTheDatabaseRefusesFromADatabaseThatIsAway() {
    var failed = new Delivery.Outcome.Over(Ending.failed());
    assertThat(after("42P01")).isEqualTo(failed);
    assertThat(after("23505")).isEqualTo(failed);
  }
}

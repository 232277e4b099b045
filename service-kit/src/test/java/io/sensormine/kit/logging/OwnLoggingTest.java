package io.sensormine.kit.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** Who decides how services log. */
class OwnLoggingTest {
  @Test
  void isFoundByLogback() {
    assertThat(ServiceLoader.load(Configurator.class)).hasOnlyElementsOfType(OwnLogging.class);
  }

  @Test
  void pinsWhatWouldPrintSecrets() {
    var context = new LoggerContext();
    var logging = new OwnLogging();
    logging.setContext(context);
    assertThat(logging.configure(context))
        .isEqualTo(Configurator.ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY);
    assertThat(context.getLogger("io.micronaut.http.client").getLevel()).isEqualTo(Level.INFO);
    assertThat(context.getLogger("com.hivemq").getLevel()).isEqualTo(Level.WARN);
  }
}

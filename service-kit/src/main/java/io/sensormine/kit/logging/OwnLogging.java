package io.sensormine.kit.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.util.DefaultJoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.Objects;

/**
 * Configures Logback by {@code sensormine-logback.xml}, unless a file is given or a test has one. A
 * library with a {@code logback.xml} of its own in its jar would else decide how we log wherever it
 * comes first on the class path.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class OwnLogging extends ContextAwareBase implements Configurator {
  private static final String OWN = "/sensormine-logback.xml";

  @Override
  public ExecutionStatus configure(LoggerContext loggerContext) {
    var joran = new DefaultJoranConfigurator();
    joran.setContext(loggerContext);
    if (System.getProperty("logback.configurationFile") != null
        || OwnLogging.class.getResource("/logback-test.xml") != null) {
      return joran.configure(loggerContext);
    }
    try {
      joran.configureByResource(
          Objects.requireNonNull(OwnLogging.class.getResource(OWN), OWN + " is missing"));
      return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    } catch (JoranException e) {
      addError(OWN + " cannot be read", e);
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
  }
}

package io.sensormine.kit.service;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.context.env.MapPropertySource;
import io.micronaut.context.env.PropertySource;
import io.micronaut.context.env.yaml.YamlPropertySourceLoader;
import io.micronaut.runtime.Micronaut;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * Builds a service's application context: its own beans and configuration and what all share,
 * whatever else is on the class path. So five services run in one JVM as they run in five.
 */
public final class ServiceContext {
  /** Selects a service's beans: each module's root package requires its own value. */
  public static final String SERVICE_PROPERTY = "sensormine.service";

  private static final String KEY_FILE = "SENSORMINE_TLS_KEY_FILE";
  private static final String CERTIFICATE_FILE = "SENSORMINE_TLS_CERTIFICATE_FILE";
  private static final int BELOW_SERVICE_CONFIGURATION = -1_000;
  private static final int ABOVE_EVERYTHING = 10_000;

  private ServiceContext() {}

  /** A service that takes its settings from the process's environment. */
  public static ApplicationContextBuilder of(String service) {
    return of(service, Map.of());
  }

  /**
   * A service with settings that win over the process's environment.
   *
   * @param service its module's name, such as {@code device-api}
   * @param environment further environment variables, under their own names
   */
  public static ApplicationContextBuilder of(String service, Map<String, String> environment) {
    return configure(ApplicationContext.builder(), service, environment);
  }

  /** Runs a service until the process ends; each module's {@code main}. */
  public static void run(String service) {
    configure(Micronaut.build(new String[0]), service, Map.of()).start();
  }

  private static ApplicationContextBuilder configure(
      ApplicationContextBuilder builder, String service, Map<String, String> environment) {
    builder.banner(false);
    builder.deduceEnvironment(false);
    builder.overrideConfigLocations("classpath:/sensormine/" + service + "/");
    builder.properties(Map.of(SERVICE_PROPERTY, service, "micronaut.application.name", service));
    builder.propertySources(
        yaml("common.yml"),
        yaml(service.equals("identity-api") ? "issuer.yml" : "caller.yml"),
        new GivenEnvironment(environment));
    if (isSet(KEY_FILE, environment) != isSet(CERTIFICATE_FILE, environment)) {
      throw new IllegalArgumentException(
          "To speak TLS, set both %s and %s; to speak in the clear, neither."
              .formatted(KEY_FILE, CERTIFICATE_FILE));
    }
    if (isSet(KEY_FILE, environment)) {
      builder.propertySources(yaml("tls.yml"));
    }
    if (isSet("SENSORMINE_TLS_TRUST_FILE", environment)) {
      builder.propertySources(yaml("trust.yml"));
    }
    return builder;
  }

  private static boolean isSet(String variable, Map<String, String> environment) {
    var value = environment.getOrDefault(variable, System.getenv(variable));
    return value != null && !value.isBlank();
  }

  private static PropertySource yaml(String name) {
    try (InputStream in = ServiceContext.class.getResourceAsStream("/sensormine/" + name)) {
      if (in == null) {
        throw new IllegalStateException("missing from the class path: " + name);
      }
      return PropertySource.of(
          name, new YamlPropertySourceLoader().read(name, in), BELOW_SERVICE_CONFIGURATION);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Environment variables that were handed over instead of inherited. */
  private static final class GivenEnvironment extends MapPropertySource {
    private GivenEnvironment(Map<String, String> environment) {
      super("given", environment);
    }

    @Override
    public PropertyConvention getConvention() {
      return PropertyConvention.ENVIRONMENT_VARIABLE;
    }

    @Override
    public int getOrder() {
      return ABOVE_EVERYTHING;
    }
  }
}

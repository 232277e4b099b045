package io.sensormine.identity.service;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.convert.format.MapFormat;
import java.util.Map;

/**
 * The services that get tokens.
 *
 * @param secrets by the service's name, from the environment
 */
@ConfigurationProperties("sensormine.identity.clients")
record ClientSettings(
    @MapFormat(transformation = MapFormat.MapTransformation.FLAT) Map<String, String> secrets) {
  ClientSettings {
    secrets.forEach((client, secret) -> {
      if (secret.isBlank()) {
        throw new IllegalArgumentException("The client secret of " + client + " is empty");
      }
    });
    secrets = Map.copyOf(secrets);
  }

  @Override
  public String toString() {
    return "ClientSettings" + secrets.keySet();
  }
}

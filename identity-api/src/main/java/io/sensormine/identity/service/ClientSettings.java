package io.sensormine.identity.service;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.convert.format.MapFormat;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The services that get tokens.
 *
 * @param secrets by the service's name, from the environment
 * @param previousSecrets the same, each taken as well while a secret is replaced; empty for none
 */
@ConfigurationProperties("sensormine.identity.clients")
record ClientSettings(
    @MapFormat(transformation = MapFormat.MapTransformation.FLAT) Map<String, String> secrets,
    @MapFormat(transformation = MapFormat.MapTransformation.FLAT)
        Map<String, String> previousSecrets) {
  ClientSettings {
    secrets.forEach((client, secret) -> {
      if (secret.isBlank()) {
        throw new IllegalArgumentException("The client secret of " + client + " is empty");
      }
    });
    secrets = Map.copyOf(secrets);
    previousSecrets =
        previousSecrets.entrySet().stream()
            .filter(previous -> !previous.getValue().isBlank())
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  @Override
  public String toString() {
    return "ClientSettings" + secrets.keySet();
  }
}

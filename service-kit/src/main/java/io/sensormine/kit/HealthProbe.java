package io.sensormine.kit;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/**
 * Asks a URL whether the service behind it is well: a container's health check, for images that
 * have a JVM and no curl. Exits 0 for a 2xx answer, 1 for any other or none.
 */
public final class HealthProbe {
  private static final int TIMEOUT_MILLIS = 3_000;

  private HealthProbe() {}

  public static void main(String[] arguments) {
    System.exit(isWell(arguments[0]) ? 0 : 1);
  }

  private static boolean isWell(String url) {
    try {
      var connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      return connection.getResponseCode() / 100 == 2;
    } catch (IOException away) {
      return false;
    }
  }
}

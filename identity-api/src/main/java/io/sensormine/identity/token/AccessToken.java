package io.sensormine.identity.token;

/**
 * A signed JWT.
 *
 * @param expiresIn seconds from now
 */
public record AccessToken(String value, long expiresIn) {
  @Override
  public String toString() {
    return "AccessToken[" + expiresIn + " s]";
  }
}

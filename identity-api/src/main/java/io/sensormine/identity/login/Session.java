package io.sensormine.identity.login;

import io.micronaut.core.annotation.Introspected;

/**
 * What a user who has signed in holds.
 *
 * @param refreshToken works once
 * @param expiresIn seconds that the access token is good for
 */
@Introspected
record Session(String accessToken, String refreshToken, long expiresIn) {
  @Override
  public String toString() {
    return "Session[" + expiresIn + " s]";
  }
}

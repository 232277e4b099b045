package io.sensormine.local;

/** No database could be had; the message is one sentence that says what to do about it. */
public final class DatabaseUnavailableException extends RuntimeException {

  DatabaseUnavailableException(String message) {
    super(message);
  }

  DatabaseUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}

package io.sensormine.standalone.home;

import java.io.Serial;

/** A command cannot do what it was asked; the message is one sentence that says what to do. */
public final class CommandException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  public CommandException(String message) {
    super(message);
  }

  public CommandException(String message, Throwable cause) {
    super(message, cause);
  }
}

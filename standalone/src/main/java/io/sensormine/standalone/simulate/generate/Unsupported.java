package io.sensormine.standalone.simulate.generate;

import io.sensormine.standalone.home.CommandException;

/** A schema that no messages can be made for. */
final class Unsupported {
  private Unsupported() {}

  static CommandException because(String why) {
    return new CommandException("Messages cannot be made by this schema: " + why + ".");
  }
}

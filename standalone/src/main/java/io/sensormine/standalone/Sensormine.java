package io.sensormine.standalone;

import io.sensormine.standalone.command.DemoCommand;
import io.sensormine.standalone.command.DownCommand;
import io.sensormine.standalone.command.LogsCommand;
import io.sensormine.standalone.command.ResetCommand;
import io.sensormine.standalone.command.SimulateCommand;
import io.sensormine.standalone.command.StatusCommand;
import io.sensormine.standalone.command.UpCommand;
import io.sensormine.standalone.home.CommandException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code sensormine} command. */
@Command(
    name = "sensormine",
    description = "Runs Sensormine on this machine.",
    mixinStandardHelpOptions = true,
    version = "0.1.0-SNAPSHOT",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      UpCommand.class,
      DownCommand.class,
      StatusCommand.class,
      LogsCommand.class,
      ResetCommand.class,
      DemoCommand.class,
      SimulateCommand.class
    },
    footer = {
      "",
      "Environment:",
      "  SENSORMINE_HOME         data, logs and secrets (default ~/.sensormine)",
      "  SENSORMINE_PORT_OFFSET  added to every port, so that two can run side by side",
      "  SENSORMINE_CONFIG_URL, SENSORMINE_TIMESERIES_URL  databases of your own"
    })
public final class Sensormine {
  private Sensormine() {}

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Sensormine())
        .setExecutionExceptionHandler((error, line, parsed) -> {
          if (error instanceof CommandException refusal) {
            line.getErr().println("sensormine: " + refusal.getMessage());
            return 1;
          }
          throw error;
        });
  }
}

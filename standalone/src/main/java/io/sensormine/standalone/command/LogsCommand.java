package io.sensormine.standalone.command;

import io.sensormine.standalone.home.CommandException;
import io.sensormine.standalone.home.InstanceState;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows a log. */
@Command(name = "logs", description = "Shows the end of a log.", mixinStandardHelpOptions = true)
public final class LogsCommand implements Callable<Integer> {
  /** The logs that there are. */
  enum Log {
    services,
    supervisor,
    config_db,
    timeseries_db;

    @Override
    public String toString() {
      return name().replace('_', '-');
    }
  }

  @Parameters(
      arity = "0..1",
      defaultValue = "services",
      description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}")
  private Log log = Log.services;

  @Option(
      names = {"-f", "--follow"},
      description = "Goes on as the log grows, until Ctrl-C or the end.")
  private boolean follow;

  @Override
  public Integer call() {
    var instance = Instance.ofEnvironment();
    var file = instance.home().log(log.toString());
    if (!Files.exists(file)) {
      throw new CommandException("There is no log at " + file + " yet.");
    }
    var following = new Follow(file, System.out);
    following.printTail();
    if (follow) {
      following.run(() -> instance.state().filter(InstanceState::supervised).isEmpty());
    }
    return 0;
  }
}

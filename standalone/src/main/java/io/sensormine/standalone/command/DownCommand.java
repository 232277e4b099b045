package io.sensormine.standalone.command;

import io.sensormine.standalone.home.CommandException;
import io.sensormine.standalone.home.InstanceState;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Stops what runs; the data stay. */
@Command(
    name = "down",
    description = "Stops the services and the databases; the data stay.",
    mixinStandardHelpOptions = true)
public final class DownCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @Override
  public Integer call() {
    System.out.println(
        stop(Instance.ofEnvironment()) ? "Sensormine is down." : "Sensormine was not up.");
    return 0;
  }

  /** Stops an instance; whether anything of it ran. */
  static boolean stop(Instance instance) {
    var supervised = instance.state().filter(InstanceState::supervised);
    if (supervised.isPresent() && !supervised.get().supervisor().end(PATIENCE)) {
      throw new CommandException(
          "It does not stop; end process %d, then run `./sensormine down` again."
              .formatted(supervised.get().supervisor().pid()));
    }
    var leftovers = instance.stopLeftovers();
    return supervised.isPresent() || leftovers;
  }
}

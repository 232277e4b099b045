package io.sensormine.standalone.command;

import io.sensormine.standalone.home.CommandException;
import io.sensormine.standalone.home.InstanceState;
import io.sensormine.standalone.home.InstanceState.Phase;
import io.sensormine.standalone.home.Ports;
import io.sensormine.standalone.home.ProcessRef;
import io.sensormine.standalone.supervisor.Supervisor;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts what does not run: databases, services, the demo tenant. */
@Command(
    name = "up",
    description = "Starts the databases and the services, and shows how to use them.",
    mixinStandardHelpOptions = true)
public final class UpCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final int LOOK_AGAIN_MILLIS = 100;

  @Option(names = "--detach", description = "Returns once all is up, instead of showing the log.")
  private boolean detach;

  private final PrintStream out = System.out;

  @Override
  public Integer call() {
    var instance = Instance.ofEnvironment();
    var ports = instance.ports();
    instance.home().make();
    var before = instance.state().filter(InstanceState::supervised);
    if (before.isPresent() && before.get().phase() == Phase.READY) {
      join(instance, before.get(), ports);
      return 0;
    }
    instance.stopLeftovers();
    PortCheck.requireFree(ports, instance.environment());
    var log = new Follow(instance.home().log("services"), out);
    var supervisor = startSupervisor(instance);
    var state = await(instance, supervisor);
    Screen.print(state, instance.secrets(), out);
    if (!detach) {
      stayWith(instance, supervisor, log);
    }
    return 0;
  }

  /** It runs already: start again what has died, or say that nothing has. */
  private void join(Instance instance, InstanceState state, Ports ports) {
    if (state.portOffset() != ports.offset()) {
      throw new CommandException(
          "Sensormine runs here with SENSORMINE_PORT_OFFSET=%d; set another SENSORMINE_HOME for a second one."
              .formatted(state.portOffset()));
    }
    if (state.whole()) {
      out.println("Sensormine is running already.");
      Screen.print(state, instance.secrets(), out);
      return;
    }
    out.println("Something has died; starting it again.");
    try {
      Files.writeString(instance.home().revival(), "");
    } catch (IOException e) {
      throw new CommandException("The supervisor cannot be asked: " + e.getMessage(), e);
    }
    Screen.print(await(instance, state.supervisor()), instance.secrets(), out);
  }

  private static ProcessRef startSupervisor(Instance instance) {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var log = ProcessBuilder.Redirect.appendTo(instance.home().log("supervisor").toFile());
    // a session of its own, so that Ctrl-C at the terminal reaches this command only
    var builder =
        new ProcessBuilder(
                List.of(
                    "setsid",
                    java,
                    "-Xmx128m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Dsensormine.checkout=" + Instance.checkout(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    Supervisor.class.getName()))
            .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
            .redirectOutput(log)
            .redirectError(log);
    try {
      Files.deleteIfExists(instance.home().state());
      return ProcessRef.of(builder.start().toHandle());
    } catch (IOException e) {
      throw new CommandException("The supervisor cannot be started: " + e.getMessage(), e);
    }
  }

  /** Waits until all is up, telling of the steps on the way. */
  private InstanceState await(Instance instance, ProcessRef supervisor) {
    var deadline = Instant.now().plus(PATIENCE);
    var told = "";
    while (Instant.now().isBefore(deadline)) {
      var alive = supervisor.isAlive();
      var state = instance.state().orElse(null);
      if (state != null) {
        if (state.phase() == Phase.FAILED) {
          supervisor.awaitEnd(Duration.ofSeconds(30));
          throw new CommandException(state.progress());
        }
        if (state.whole() && !Files.exists(instance.home().revival())) {
          return state;
        }
        if (state.phase() == Phase.STARTING && !state.progress().equals(told)) {
          told = state.progress();
          out.println(told + " …");
        }
      }
      if (!alive) {
        throw new CommandException(
            "The supervisor ended; %s says why.".formatted(instance.home().log("supervisor")));
      }
      pause();
    }
    throw new CommandException(
        "It is not up after %d minutes; look into %s."
            .formatted(PATIENCE.toMinutes(), instance.home().logs()));
  }

  /** Shows the log until Ctrl-C, which stops everything, or until somebody else has stopped it. */
  private void stayWith(Instance instance, ProcessRef supervisor, Follow log) {
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .unstarted(() -> {
                  if (supervisor.isAlive()) {
                    out.println("Stopping …");
                    DownCommand.stop(instance);
                  }
                }));
    out.println("Ctrl-C stops it. The log:");
    log.run(() -> !supervisor.isAlive());
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_AGAIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("Interrupted.", e);
    }
  }
}

package io.sensormine.standalone.command;

import io.sensormine.standalone.home.CommandException;
import io.sensormine.standalone.supervisor.Supervisor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Drops the data and the secrets, after asking. */
@Command(
    name = "reset",
    description = "Stops everything and drops all data, after asking.",
    mixinStandardHelpOptions = true)
public final class ResetCommand implements Callable<Integer> {
  @Option(names = "--yes", description = "Does not ask.")
  private boolean yes;

  @Override
  public Integer call() throws IOException {
    var instance = Instance.ofEnvironment();
    if (!Files.exists(instance.home().path())) {
      System.out.println("There is nothing to drop.");
      return 0;
    }
    if (!yes && !confirmed(instance)) {
      System.out.println("Nothing was dropped.");
      return 1;
    }
    DownCommand.stop(instance);
    Supervisor.dropData(instance.home(), instance.environment(), Instance.checkout());
    Files.deleteIfExists(instance.home().secrets());
    Files.deleteIfExists(instance.home().state());
    System.out.println("All data of " + instance.home().path() + " are dropped.");
    return 0;
  }

  private static boolean confirmed(Instance instance) {
    System.out.printf(
        "This drops all tenants, devices and readings of %s. Type yes: ", instance.home().path());
    System.out.flush();
    try {
      var in = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
      var answer = in.readLine();
      return answer != null && answer.strip().equals("yes");
    } catch (IOException e) {
      throw new CommandException("The answer cannot be read; say `reset --yes`.", e);
    }
  }
}

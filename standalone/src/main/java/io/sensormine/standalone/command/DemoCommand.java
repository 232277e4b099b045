package io.sensormine.standalone.command;

import io.sensormine.standalone.demo.Demo;
import io.sensormine.standalone.home.Ports;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Sends the demo's recordings and shows what became of them. */
@Command(
    name = "demo",
    description = "Sends 29,962 real readings as two devices would, and queries them.",
    mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    var instance = Instance.ofEnvironment();
    var ports = new Ports(instance.running().portOffset());
    new Demo(ports, instance.secrets(), Instance.checkout().resolve("demo"), System.out).run();
    return 0;
  }
}

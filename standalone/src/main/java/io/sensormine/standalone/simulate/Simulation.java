package io.sensormine.standalone.simulate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sensormine.standalone.demo.DemoTenant;
import io.sensormine.standalone.home.CommandException;
import io.sensormine.standalone.home.Ports;
import io.sensormine.standalone.home.SecretStore;
import io.sensormine.standalone.home.Service;
import io.sensormine.standalone.simulate.generate.MessageMaker;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Makes devices of a kind and sends messages for them at a rate, whatever becomes of those before
 * (an open loop), up to as many requests at a time as the plan allows.
 */
public final class Simulation {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private final SimulationPlan plan;
  private final Ports ports;
  private final SecretStore secrets;
  private final boolean terminal;
  private final PrintStream out;
  private final CountDownLatch stop = new CountDownLatch(1);
  private volatile boolean sending;

  /**
   * @param terminal whether a line may be written over
   */
  public Simulation(
      SimulationPlan plan, Ports ports, SecretStore secrets, boolean terminal, PrintStream out) {
    this.plan = plan;
    this.ports = ports;
    this.secrets = secrets;
    this.terminal = terminal;
    this.out = out;
  }

  /**
   * Has no further message begun.
   *
   * @return whether {@link #run} is sending, so that it returns with a summary once those on their
   *     way are answered
   */
  public boolean stop() {
    stop.countDown();
    return sending;
  }

  /** Runs it to its end; whether all was taken that should be, and nothing else. */
  public boolean run() {
    var definition = read(plan.schema());
    var maker = MessageMaker.by(definition);
    try (var sender = sender(definition)) {
      var tally = new Tally();
      sending = true;
      var began = System.nanoTime();
      send(new Feed(plan, maker, began, Instant.now()), sender, tally);
      summarise(tally, (System.nanoTime() - began) / 1e9);
      return tally.counts().good();
    }
  }

  private Sender sender(JsonNode definition) {
    var name = "simulated " + plan.name();
    var prefix = "sim-" + plan.way() + "-" + plan.name();
    var fleet = new Fleet(ports, secrets);
    var schema = fleet.schema(name, definition);
    var type = fleet.deviceType(name + " by " + plan.way(), schema, plan.way().protocol());
    var externalIds = Fleet.externalIds(prefix, plan.devices());
    var ids = fleet.devices(type, externalIds);
    out.printf(
        "%,d devices, %s-0 and on, of the type `%s by %s`.%n",
        plan.devices(), prefix, name, plan.way());
    var ingestion = ports.url(Service.INGESTION);
    var gateway = secrets.get(SecretStore.DEMO_GATEWAY_CREDENTIAL);
    return switch (plan.way()) {
      case HTTP ->
          plan.batch() == 1
              ? HttpSender.ofDevices(ingestion, credentials(fleet, ids))
              : HttpSender.ofGateway(ingestion, gateway, externalIds);
      case LINE -> new LineSender(ingestion, gateway, plan.name(), externalIds);
      case MQTT ->
          MqttSender.connect(
              ports.mqtt(), DemoTenant.GATEWAY, gateway, externalIds, plan.connections());
    };
  }

  private List<String> credentials(Fleet fleet, List<String> ids) {
    out.println("Each sends with a credential of its own; those that are missing are issued now.");
    out.flush();
    return new DeviceCredentials(fleet, ports, secrets).of(ids);
  }

  private void send(Feed feed, Sender sender, Tally tally) {
    var ended = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var telling = threads.submit(new LiveLine(tally, terminal, out, ended));
      try (var deliveries = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < plan.connections(); i++) {
          deliveries.execute(new Delivery(feed, sender, tally, stop));
        }
      }
      ended.countDown();
      telling.get(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("Interrupted.", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  private void summarise(Tally tally, double seconds) {
    var counts = tally.counts();
    out.printf(
        "Sent %,d messages in %.1f s, %,.1f a second of %,.1f wanted.%n",
        counts.sent(), seconds, counts.sent() / seconds, plan.rate());
    out.printf(
        "  acknowledged %,d · refused %,d · held back %,d · lost %,d%n",
        counts.acknowledged(), counts.refused(), counts.heldBack(), counts.lost());
    if (counts.withdrawn() > 0) {
      out.printf("  %,d were held back still when it was stopped.%n", counts.withdrawn());
    }
    out.printf(
        "  from when each was due to its answer: %s%n",
        LiveLine.quantiles(tally.all(), 50, 90, 99, 99.9, 100));
    if (!counts.good()) {
      out.printf(
          "  %,d should have been taken and were refused, %,d should have been refused and were taken, %,d were lost. The first: %s%n",
          counts.refusedUnduly(), counts.takenUnduly(), counts.lost(), tally.trouble());
    }
    out.flush();
  }

  private static JsonNode read(Path file) {
    try {
      return JSON.readTree(Files.readAllBytes(file));
    } catch (JsonProcessingException e) {
      throw new CommandException(file + " is no JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new CommandException(file + " cannot be read.", e);
    }
  }
}

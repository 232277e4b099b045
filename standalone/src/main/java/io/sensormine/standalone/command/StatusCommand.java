package io.sensormine.standalone.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sensormine.standalone.demo.DemoTenant;
import io.sensormine.standalone.home.InstanceState;
import io.sensormine.standalone.home.Ports;
import io.sensormine.standalone.home.ProcessRef;
import io.sensormine.standalone.home.SecretStore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says what runs. Exits 0 where all does, 3 where something or everything does not. */
@Command(
    name = "status",
    description = "Says what runs; exits 0 where all does, else 3.",
    mixinStandardHelpOptions = true)
public final class StatusCommand implements Callable<Integer> {
  private static final int NOT_RUNNING = 3;

  @Option(names = "--json", description = "For programs; holds secrets.")
  private boolean json;

  @Override
  public Integer call() throws JsonProcessingException {
    var instance = Instance.ofEnvironment();
    var state = instance.state().orElse(null);
    var whole = state != null && state.whole();
    if (json) {
      print(instance, state, whole);
    } else if (state == null || !state.supervised()) {
      System.out.println("Sensormine is down.");
    } else {
      print(state, whole);
    }
    return whole ? 0 : NOT_RUNNING;
  }

  private static void print(InstanceState state, boolean whole) {
    System.out.println(
        whole
            ? "Sensormine is up: " + state.databases() + "."
            : "Sensormine is not whole (%s); `./sensormine up` starts again what has died."
                .formatted(state.progress()));
    print("services", state.services());
    print("config-db", state.configDatabase());
    print("timeseries-db", state.timeseriesDatabase());
    new Ports(state.portOffset())
        .urls()
        .forEach((name, url) -> System.out.printf("  %-20s %s%n", name, url));
    System.out.printf(
        "  %-20s mqtt://localhost:%d%n", "MQTT", new Ports(state.portOffset()).mqtt());
  }

  private static void print(String name, @Nullable ProcessRef process) {
    System.out.printf(
        "  %-20s %s%n",
        name,
        process == null
            ? "not ours"
            : (process.isAlive() ? "runs, process " : "has died, was process ") + process.pid());
  }

  private static void print(Instance instance, @Nullable InstanceState state, boolean whole)
      throws JsonProcessingException {
    var all = new LinkedHashMap<String, @Nullable Object>();
    all.put("running", whole);
    if (state != null && state.supervised()) {
      var secrets = instance.secrets();
      all.put("services", new Ports(state.portOffset()).urls());
      all.put("mqtt", "mqtt://localhost:" + new Ports(state.portOffset()).mqtt());
      all.put("databases", of("config", state.configUrl(), "timeseries", state.timeseriesUrl()));
      all.put("edition", state.edition());
      var pids = of("services", pid(state.services()), "config-db", pid(state.configDatabase()));
      pids.put("timeseries-db", pid(state.timeseriesDatabase()));
      all.put("pids", pids);
      all.put(
          "platformAdmin",
          of(
              "email", secrets.get(SecretStore.ADMIN_EMAIL),
              "password", secrets.get(SecretStore.ADMIN_PASSWORD)));
      var demo = of("tenant", DemoTenant.SLUG, "email", DemoTenant.EMAIL);
      demo.put("password", secrets.get(SecretStore.DEMO_PASSWORD));
      demo.put("gatewayCredential", secrets.find(SecretStore.DEMO_GATEWAY_CREDENTIAL).orElse(null));
      all.put("demo", demo);
    }
    System.out.println(
        JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build()
            .writeValueAsString(all));
  }

  /** The process's id while it lives. */
  private static @Nullable Long pid(@Nullable ProcessRef process) {
    return process != null && process.isAlive() ? process.pid() : null;
  }

  private static Map<String, @Nullable Object> of(
      String key, @Nullable Object value, String otherKey, @Nullable Object otherValue) {
    var map = new LinkedHashMap<String, @Nullable Object>();
    map.put(key, value);
    map.put(otherKey, otherValue);
    return map;
  }
}

package io.sensormine.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The script {@code sensormine} as a user runs it, on a home and ports of its own: one life of an
 * instance, from {@code up} to {@code reset}.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SensormineCommandIT {
  private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();
  private static final String OFFSET = "20317";

  @TempDir private static Path folder;
  private static Path home;

  @BeforeAll
  static void choose() throws IOException {
    home = folder.resolve("home");
    // this build has just packaged what the script would build
    Files.writeString(CHECKOUT.resolve("standalone/target/sensormine.built"), "");
  }

  @AfterAll
  static void leaveNothingRunning() throws Exception {
    run("down");
  }

  @Test
  @Order(1)
  void saysWhatIsNotRunning() throws Exception {
    assertThat(run("status").exitCode()).isEqualTo(3);
    var demo = run("demo");
    assertThat(demo.exitCode()).isEqualTo(1);
    assertThat(demo.errors()).contains("run `./sensormine up` first");
    assertThat(run("down").output()).contains("was not up");
  }

  @Test
  @Order(2)
  void refusesToStartOnATakenPort() throws Exception {
    try (var taken = new ServerSocket(8083 + Integer.parseInt(OFFSET), 1, loopback())) {
      var up = run("up", "--detach");
      assertThat(up.exitCode()).isEqualTo(1);
      assertThat(up.errors().strip().lines()).hasSize(1);
      assertThat(up.errors()).contains("Port " + taken.getLocalPort()).contains("device-api");
    }
    assertThat(run("status").exitCode()).isEqualTo(3);
  }

  @Test
  @Order(3)
  void startsEverythingAndShowsHowToUseIt() throws Exception {
    var up = run("up", "--detach");
    assertThat(up.exitCode()).as(up.toString()).isZero();
    assertThat(up.output()).contains("Sensormine is up").contains("admin@demo.example", "smd_");
    assertThat(Files.getPosixFilePermissions(home.resolve("secrets.properties")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(Files.getPosixFilePermissions(home))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    var lines = curlLines(up.output());
    var curls = execute(List.of("bash", "-euc", lines), Map.of());
    assertThat(curls.exitCode()).as(curls.toString()).isZero();
    assertThat(curls.output()).contains("\"accepted\":1").contains("21.5");
  }

  @Test
  @Order(4)
  void tellsProgramsWhatRuns() throws Exception {
    var status = status();
    assertThat(status.path("services")).hasSize(5);
    assertThat(status.at("/services/identity-api").asText())
        .isEqualTo("http://localhost:" + (8081 + Integer.parseInt(OFFSET)));
    assertThat(status.path("mqtt").asText())
        .isEqualTo("mqtt://localhost:" + (1883 + Integer.parseInt(OFFSET)));
    assertThat(status.at("/databases/config").asText()).startsWith("jdbc:postgresql:");
    assertThat(status.at("/databases/timeseries").asText()).startsWith("jdbc:postgresql:");
    assertThat(status.path("edition").asText()).isIn("apache", "timescale");
    for (var process : List.of("services", "config-db", "timeseries-db")) {
      assertThat(ProcessHandle.of(status.path("pids").path(process).asLong())).isPresent();
    }
    assertThat(status.at("/platformAdmin/email").asText()).contains("@");
    assertThat(status.at("/demo/gatewayCredential").asText()).startsWith("smd_");
  }

  @Test
  @Order(4)
  void answersTheCommandsOfTheDocumentation() throws Exception {
    var document = Files.readString(CHECKOUT.resolve("docs/api.md"));
    var from = document.indexOf("```sh\n") + "```sh\n".length();
    var commands = document.substring(from, document.indexOf("```", from));
    for (var port = 8081; port <= 8085; port++) {
      commands =
          commands.replace("localhost:" + port, "localhost:" + (port + Integer.parseInt(OFFSET)));
    }
    var login = curlLines(run("up", "--detach").output());
    var result =
        execute(List.of("bash", "-euo", "pipefail", "-c", login + "\n" + commands), Map.of());
    assertThat(result.exitCode()).as(result.toString()).isZero();
    // 62 °C on average
    assertThat(result.output()).contains("143.6").contains("\"accepted\":2");
  }

  @Test
  @Order(4)
  void speaksMqttToWhoHasACredential() throws Exception {
    var port = 1883 + Integer.parseInt(OFFSET);
    try (var broker = new Socket(loopback(), port)) {
      broker.setSoTimeout(30_000);
      // CONNECT of MQTT 3.1.1, client id "a", without a name or a credential
      broker.getOutputStream().write(HexFormat.of().parseHex("100d00044d5154540402003c000161"));
      // CONNACK, refused: bad user name or password
      assertThat(broker.getInputStream().readNBytes(4)).containsExactly(0x20, 2, 0, 4);
    }
  }

  @Test
  @Order(5)
  void sendsTheRecordingsOnceHoweverOftenItIsAsked() throws Exception {
    var first = run("demo");
    assertThat(first.exitCode()).as(first.toString()).isZero();
    assertThat(first.output())
        .contains("stored rows 22,683 · repeated instants 12")
        .contains("stored rows 7,267 · repeated instants 0")
        .contains("29,962 readings sent: 29,950 stored, 12 duplicates, 0 refused");
    var second = run("demo");
    assertThat(second.output())
        .contains("29,962 readings sent: 0 stored, 29,962 duplicates, 0 refused")
        .contains("All were duplicates");
    assertThat(days(second.output())).isEqualTo(days(first.output())).hasSize(10);
  }

  @Test
  @Order(5)
  void simulatesDevicesThatSendByThemselvesOrThroughAGateway() throws Exception {
    var each = simulate("--devices", "5", "--rate", "50", "--duration", "2s", "--invalid", "10");
    assertThat(each.exitCode()).as(each.toString()).isZero();
    assertThat(each.output())
        .contains("Sent 100 messages")
        .containsPattern("acknowledged \\d+ · refused [1-9]\\d* · held back \\d+ · lost 0")
        .containsPattern("p99 [\\d.,]+ ms");
    var batches = simulate("--devices", "20", "--rate", "400", "--duration", "1s", "--batch", "40");
    assertThat(batches.exitCode()).as(batches.toString()).isZero();
    assertThat(batches.output())
        .containsPattern("acknowledged 400 · refused 0 · held back [\\d,]+ · lost 0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mqtt", "line"})
  @Order(5)
  void simulatesDevicesThatSendInOtherWays(String protocol) throws Exception {
    var sent =
        simulate(
            "--protocol",
            protocol,
            "--devices",
            "5",
            "--rate",
            "50",
            "--duration",
            "2s",
            "--invalid",
            "10");
    assertThat(sent.exitCode()).as(sent.toString()).isZero();
    assertThat(sent.output())
        .contains("Sent 100 messages")
        .containsPattern("acknowledged \\d+ · refused [1-9]\\d* · held back \\d+ · lost 0");
  }

  @Test
  @Order(5)
  void saysWhyASimulationCannotBe() throws Exception {
    var missing = run("simulate", "--schema", folder.resolve("missing.json").toString());
    assertThat(missing.exitCode()).isEqualTo(1);
    assertThat(missing.errors()).contains("missing.json cannot be read");
    assertThat(simulate("--rate", "0").errors()).contains("--rate is 0");
  }

  private static Result simulate(String... options) throws Exception {
    var arguments = new ArrayList<String>();
    arguments.addAll(List.of("simulate", "--schema"));
    arguments.add(CHECKOUT.resolve("examples/schemas/energy-meter.json").toString());
    arguments.addAll(List.of(options));
    return run(arguments.toArray(String[]::new));
  }

  @Test
  @Order(6)
  void startsAgainWhatHasDiedAndNothingElse() throws Exception {
    assertThat(run("up", "--detach").output()).contains("is running already");
    var before = status().path("pids");
    kill(before.path("services").asLong());
    kill(before.path("timeseries-db").asLong());
    assertThat(run("status").exitCode()).isEqualTo(3);
    var up = run("up", "--detach");
    assertThat(up.exitCode()).as(up.toString()).isZero();
    var after = status().path("pids");
    assertThat(after.path("config-db")).isEqualTo(before.path("config-db"));
    assertThat(after.path("services")).isNotEqualTo(before.path("services"));
    assertThat(run("demo").output()).contains("All were duplicates");
  }

  @Test
  @Order(7)
  void keepsTheDataOverDownAndUp() throws Exception {
    var pids = status().path("pids");
    assertThat(run("down").output()).contains("Sensormine is down");
    for (var pid : pids) {
      assertThat(ProcessHandle.of(pid.asLong()).filter(ProcessHandle::isAlive)).isEmpty();
    }
    assertThat(run("up", "--detach").exitCode()).isZero();
    assertThat(run("demo").output()).contains("All were duplicates");
  }

  @Test
  @Order(8)
  void clearsUpAfterASupervisorThatWasKilled() throws Exception {
    var state = JsonMapper.builder().build().readTree(home.resolve("run/state.json").toFile());
    kill(state.at("/supervisor/pid").asLong());
    var up = run("up", "--detach");
    var log = Files.readString(home.resolve("logs/services.log"));
    assertThat(up.exitCode()).as(up + "\n" + log).isZero();
    assertThat(run("status").exitCode()).isZero();
  }

  @Test
  @Order(9)
  void showsTheLogs() throws Exception {
    assertThat(run("logs").output()).contains("All services are up");
    assertThat(run("logs", "supervisor").exitCode()).isZero();
  }

  @Test
  @Order(10)
  void dropsTheDataOnlyWhenToldTo() throws Exception {
    assertThat(run("reset").output()).contains("Nothing was dropped");
    assertThat(run("status").exitCode()).isZero();
    assertThat(run("reset", "--yes").output()).contains("are dropped");
    assertThat(home.resolve("data")).doesNotExist();
    assertThat(home.resolve("secrets.properties")).doesNotExist();
    assertThat(run("status").exitCode()).isEqualTo(3);
  }

  private static JsonNode status() throws Exception {
    return JsonMapper.builder().build().readTree(run("status", "--json").output());
  }

  /** The lines that up prints for the user to try. */
  private static String curlLines(String screen) {
    var from = screen.indexOf("curl -s");
    var to = screen.indexOf("\n\n", from);
    return screen.substring(from, to);
  }

  private static List<String> days(String output) {
    return output.lines().filter(line -> line.matches("  \\d{4}-\\d{2}-\\d{2}  .*")).toList();
  }

  private static void kill(long pid) throws Exception {
    var process = ProcessHandle.of(pid).orElseThrow();
    process.destroyForcibly();
    process.onExit().get(10, TimeUnit.SECONDS);
  }

  private static Result run(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(CHECKOUT.resolve("sensormine").toString());
    command.addAll(List.of(arguments));
    return execute(
        command, Map.of("SENSORMINE_HOME", home.toString(), "SENSORMINE_PORT_OFFSET", OFFSET));
  }

  private static Result execute(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    var output = Files.createTempFile(folder, "output", ".txt");
    var errors = Files.createTempFile(folder, "errors", ".txt");
    var builder =
        new ProcessBuilder(command)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile());
    builder.environment().putAll(environment);
    var began = Instant.now();
    var process = builder.start();
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError(command + " took over " + Duration.between(began, Instant.now()));
    }
    return new Result(process.exitValue(), Files.readString(output), Files.readString(errors));
  }

  private static InetAddress loopback() {
    return InetAddress.getLoopbackAddress();
  }

  private record Result(int exitCode, String output, String errors) {}
}

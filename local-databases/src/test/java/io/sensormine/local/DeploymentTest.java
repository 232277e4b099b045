package io.sensormine.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What stands in several files of the deployment says the same in each. */
class DeploymentTest {

  private static final Path TOP = Path.of("..");

  private static Set<String> find(String pattern, Path file) throws IOException {
    return Pattern.compile(pattern, Pattern.MULTILINE)
        .matcher(Files.readString(file))
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toSet());
  }

  private static Set<String> required() throws IOException {
    return find("\\$\\{(\\w+):\\?", TOP.resolve("docker-compose.yml"));
  }

  @Test
  void composeRunsTheImagesThatTestsRun() throws IOException {
    assertThat(find("^    image: ((?!sensormine/).*)$", TOP.resolve("docker-compose.yml")))
        .containsExactlyInAnyOrder(
            DockerEngine.image(Purpose.CONFIG), DockerEngine.image(Purpose.TIMESERIES));
  }

  @Test
  void theExampleNamesWhatComposeRequiresAndGivesNoValue() throws IOException {
    Path example = TOP.resolve(".env.example");
    assertThat(find("^(\\w+)=$", example)).isEqualTo(required());
    assertThat(find("^(\\w+=.+)$", example)).isEmpty();
  }

  @Test
  void composeRequiresThePasswordOfEachRole() throws IOException {
    assertThat(required())
        .containsAll(
            RolePasswords.generate().passwords().keySet().stream()
                .map(DatabaseRole::passwordVariable)
                .toList());
  }

  @ParameterizedTest
  @EnumSource(Purpose.class)
  void theContainersBootstrapSetsThePasswordOfEachRole(Purpose purpose) throws IOException {
    String script =
        Files.readString(TOP.resolve("deploy/bootstrap").resolve(purpose.label() + ".sql"));
    for (DatabaseRole role : DatabaseRole.values()) {
      String setting = role.roleName() + "_password";
      List<String> lines =
          List.of(
              "\\getenv " + setting + " " + role.passwordVariable(),
              "SELECT set_config('bootstrap." + setting + "', :'" + setting + "', false);");
      if (role.purpose() == purpose) {
        assertThat(script.lines()).containsAll(lines);
      } else {
        assertThat(script).doesNotContain(setting);
      }
    }
    assertThat(script).endsWith("\\i /bootstrap/" + purpose.bootstrapResource() + "\n");
  }

  @Test
  void theEnvironmentFileIsFreshPrivateAndNeverOverwritten(@TempDir Path directory)
      throws IOException {
    Path first = directory.resolve("first");
    Path second = directory.resolve("second");
    assertThat(makeEnvironment(first).exitCode()).isZero();
    assertThat(makeEnvironment(second).exitCode()).isZero();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(first)))
        .isEqualTo("rw-------");
    Map<String, String> values = values(first);
    assertThat(values.keySet()).isEqualTo(required());
    assertThat(values.values()).doesNotHaveDuplicates().allMatch(value -> value.length() > 10);
    assertThat(Base64.getDecoder().decode(values.getOrDefault("SENSORMINE_KEY_ENCRYPTION_KEY", "")))
        .hasSize(32);
    assertThat(values(second).values().stream().filter(values::containsValue))
        .containsExactly("admin@example.com");

    Commands.Outcome again = makeEnvironment(first);
    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.output()).contains("exists");
    assertThat(values(first)).isEqualTo(values);
  }

  private static Map<String, String> values(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith("SENSORMINE_"))
        .map(line -> line.split("=", 2))
        .collect(Collectors.toMap(part -> part[0], part -> part[1]));
  }

  private static Commands.Outcome makeEnvironment(Path file) {
    return Commands.run(
        Duration.ofSeconds(30),
        List.of(
            "sh", TOP.resolve("deploy/make-env.sh").toString(), file.toAbsolutePath().toString()));
  }
}

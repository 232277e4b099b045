package io.sensormine.local;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Docker engine that the {@code docker} command reaches, if any. */
final class DockerEngine {

  private static final Logger LOG = LoggerFactory.getLogger(DockerEngine.class);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
  private static final Duration PULL_LIMIT = Duration.ofMinutes(10);

  private DockerEngine() {}

  /** Whether it answers and has the databases' images, which it pulls where they are missing. */
  static boolean isUsable() {
    return answers()
        && Stream.of(Purpose.values()).map(DockerEngine::image).allMatch(DockerEngine::has);
  }

  static boolean answers() {
    return Commands.run(
            ANSWER_LIMIT, List.of("docker", "version", "--format", "{{.Server.Version}}"))
        .succeeded();
  }

  private static boolean has(String image) {
    if (Commands.run(ANSWER_LIMIT, List.of("docker", "image", "inspect", image)).succeeded()) {
      return true;
    }
    LOG.info("Pulling {}", image);
    return Commands.run(PULL_LIMIT, List.of("docker", "pull", "--quiet", image)).succeeded();
  }

  /** The command of Compose, a plugin of Docker's or a program of its own; empty without either. */
  static List<String> compose() {
    return Stream.of(List.of("docker", "compose"), List.of("docker-compose"))
        .filter(compose -> run(compose, "version").succeeded())
        .findFirst()
        .orElse(List.of());
  }

  private static Commands.Outcome run(List<String> command, String argument) {
    return Commands.run(
        ANSWER_LIMIT, Stream.concat(command.stream(), Stream.of(argument)).toList());
  }

  /** The image of that database's server. */
  static String image(Purpose purpose) {
    Properties images = new Properties();
    try {
      images.load(new StringReader(Resources.read("images.properties")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return images.getProperty(purpose.label());
  }
}

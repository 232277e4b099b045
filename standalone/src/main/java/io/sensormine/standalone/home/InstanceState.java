package io.sensormine.standalone.home;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the supervisor says of an instance.
 *
 * @param progress what it is doing, or why it failed; one sentence
 * @param portOffset what the instance was started with
 * @param configDatabase its postmaster; null before it runs, and where the database is given
 * @param configUrl JDBC, with the admin's name and password where the database is ours
 * @param edition {@code apache} or {@code timescale}
 */
public record InstanceState(
    Phase phase,
    String progress,
    int portOffset,
    ProcessRef supervisor,
    @Nullable ProcessRef services,
    @Nullable ProcessRef configDatabase,
    @Nullable ProcessRef timeseriesDatabase,
    @Nullable String configUrl,
    @Nullable String timeseriesUrl,
    @Nullable String edition,
    @Nullable String databases) {
  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(MapperFeature.AUTO_DETECT_IS_GETTERS).build();

  /** How far it has come. */
  public enum Phase {
    STARTING,
    READY,
    FAILED,
    STOPPED
  }

  /** What the supervisor wrote last; empty where none ever ran here. */
  public static Optional<InstanceState> read(Home home) {
    try {
      return Optional.of(JSON.readValue(Files.readAllBytes(home.state()), InstanceState.class));
    } catch (NoSuchFileException never) {
      return Optional.empty();
    } catch (IOException e) {
      throw new CommandException(home.state() + " cannot be read; remove it and try again.", e);
    }
  }

  /** Writes it for the commands to read; it names database passwords, so only for their owner. */
  public void write(Home home) {
    try {
      Home.writePrivately(home.state(), JSON.writeValueAsBytes(this));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether the supervisor lives. */
  public boolean supervised() {
    return supervisor.isAlive();
  }

  /** Whether all that it should run lives. */
  public boolean whole() {
    return phase == Phase.READY
        && supervised()
        && services != null
        && services.isAlive()
        && (configDatabase == null || configDatabase.isAlive())
        && (timeseriesDatabase == null || timeseriesDatabase.isAlive());
  }
}

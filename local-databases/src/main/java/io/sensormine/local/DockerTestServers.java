package io.sensormine.local;

import java.util.List;
import org.testcontainers.containers.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** The published images, started by Testcontainers; they go with the JVM that started them. */
final class DockerTestServers {

  private DockerTestServers() {}

  /** Starts a server; Testcontainers' reaper, or its shutdown hook, removes it. */
  static TestServer start(Purpose purpose) {
    String password = RolePasswords.secret();
    PostgreSQLContainer<?> container =
        new PostgreSQLContainer<>(
                DockerImageName.parse(DockerEngine.image(purpose))
                    .asCompatibleSubstituteFor("postgres"))
            .withUsername("postgres")
            .withPassword(password)
            .withDatabaseName("postgres")
            .withEnv("POSTGRES_INITDB_ARGS", "--locale-provider=builtin --locale=C.UTF-8")
            .withCommand(command(purpose).toArray(String[]::new));
    container.start();
    return new TestServer(
        purpose,
        DatabaseServer.local(
            container.getHost(),
            container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
            password),
        RolePasswords.generate());
  }

  private static List<String> command(Purpose purpose) {
    String common =
        "postgres -c fsync=off -c full_page_writes=off -c max_connections=200"
            + " -c scram_iterations=100";
    String timescale =
        " -c shared_preload_libraries=timescaledb -c timescaledb.telemetry_level=off"
            + " -c max_locks_per_transaction=256 -c timescaledb.max_background_workers=0";
    return List.of((purpose == Purpose.TIMESERIES ? common + timescale : common).split(" ", -1));
  }
}

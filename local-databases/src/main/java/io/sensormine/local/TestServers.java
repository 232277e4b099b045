package io.sensormine.local;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The servers that one JVM's tests use, each found or started when it is first asked for. */
final class TestServers {

  private final Map<String, String> environment;
  private final Map<Purpose, TestServer> servers = new EnumMap<>(Purpose.class);
  private @Nullable DatabaseSource source;

  TestServers(Map<String, String> environment) {
    this.environment = environment;
  }

  synchronized DatabaseSource source() {
    DatabaseSource chosen = source;
    if (chosen == null) {
      chosen =
          choice()
              .choose(
                  clusters().areChosen() ? Optional.of(DatabaseSource.EMBEDDED) : Optional.empty());
      source = chosen;
    }
    return chosen;
  }

  synchronized TestServer server(Purpose purpose) {
    TestServer known = servers.get(purpose);
    if (known != null) {
      return known;
    }
    TestServer server =
        switch (source()) {
          case GIVEN -> given(purpose);
          case DOCKER -> DockerTestServers.start(purpose);
          case EMBEDDED -> embedded(purpose);
        };
    servers.put(purpose, server);
    return server;
  }

  private DatabaseChoice choice() {
    return new DatabaseChoice(environment, DockerEngine::isUsable);
  }

  private TestServer embedded(Purpose purpose) {
    TestServer server = clusters().server(purpose);
    if (choice().forced().isEmpty()) {
      clusters().rememberChoice();
    }
    return server;
  }

  private static SharedClusters clusters() {
    return new SharedClusters(EmbeddedRuntime.cache(), ProcessIdentity.ofBuild());
  }

  private TestServer given(Purpose purpose) {
    DatabaseServer server = DatabaseServer.given(purpose, environment).server();
    DatabaseServer.Superuser superuser =
        server
            .superuser()
            .orElseThrow(() ->
                new DatabaseUnavailableException(
                    "Tests make databases: set "
                        + purpose.adminUserVariable()
                        + " and "
                        + purpose.adminPasswordVariable()
                        + "."));
    return new TestServer(purpose, server, derivedPasswords(superuser.password()));
  }

  /** Roles belong to the server: all who test on it must come to the same passwords. */
  private static RolePasswords derivedPasswords(String seed) {
    return RolePasswords.by(role -> {
      try {
        byte[] text = (seed + ":" + role.roleName()).getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    });
  }
}

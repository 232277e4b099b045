package io.sensormine.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds are stood in for by processes that do nothing. */
class SharedClustersIT {

  @TempDir private Path cache;

  @BeforeEach
  void check() {
    Machine.assumeEmbedded();
  }

  @Test
  void leaveNothingBehindABuildThatIsKilled() throws IOException, InterruptedException {
    Process build = new ProcessBuilder("cat").start();
    Process other = new ProcessBuilder("cat").start();
    SharedClusters others = new SharedClusters(cache, identityOf(other));
    try {
      SharedClusters clusters = new SharedClusters(cache, identityOf(build));
      Path directory = clusters.directory();
      clusters.server(Purpose.CONFIG);
      clusters.server(Purpose.TIMESERIES);
      TestServer untouched = others.server(Purpose.CONFIG);
      List<ProcessIdentity> postmasters = new ArrayList<>();
      for (Purpose purpose : Purpose.values()) {
        long pid =
            new PostmasterFile(directory.resolve(purpose.label()).resolve("pg"))
                .postmaster()
                .orElseThrow();
        postmasters.add(ProcessIdentity.of(pid).orElseThrow());
      }

      build.destroyForcibly().waitFor();

      assertThat(Waiting.until(Duration.ofSeconds(20), () -> !directory.toFile().exists()))
          .isTrue();
      assertThat(postmasters).noneMatch(ProcessIdentity::isAlive);
      untouched.freshDatabase().close();
    } finally {
      build.destroyForcibly().waitFor();
      other.destroyForcibly().waitFor();
      Path left = others.directory();
      assertThat(Waiting.until(Duration.ofSeconds(20), () -> !left.toFile().exists())).isTrue();
    }
  }

  @Test
  void serveAllWhoAskAtTheSameTime() throws IOException, InterruptedException, ExecutionException {
    Process build = new ProcessBuilder("cat").start();
    ProcessIdentity identity = identityOf(build);
    Path directory = new SharedClusters(cache, identity).directory();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<TestDatabase>> asked = new ArrayList<>();
      for (int ask = 0; ask < 6; ask++) {
        asked.add(
            threads.submit(
                () -> new SharedClusters(cache, identity).server(Purpose.CONFIG).freshDatabase()));
      }
      Set<String> urls = new HashSet<>();
      for (Future<TestDatabase> answer : asked) {
        urls.add(answer.get().url());
      }
      assertThat(urls).hasSize(asked.size());
      assertThat(urls.stream().map(url -> url.substring(0, url.lastIndexOf('/'))).distinct())
          .hasSize(1);
    } finally {
      build.destroyForcibly().waitFor();
      assertThat(Waiting.until(Duration.ofSeconds(20), () -> !directory.toFile().exists()))
          .isTrue();
    }
  }

  private static ProcessIdentity identityOf(Process process) {
    return ProcessIdentity.of(process.pid()).orElseThrow();
  }
}

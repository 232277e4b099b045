package io.sensormine.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.local.EmbeddedRuntime.Definition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a definition of one small package, which is unpacked for real. */
class EmbeddedRuntimeIT {

  private static final Definition SMALL =
      new Definition("trixie", List.of("netbase"), System.getProperty("os.arch"), 1);

  private static final Definition CHANGED =
      new Definition(SMALL.suite(), SMALL.packages(), SMALL.architecture(), 2);

  @TempDir private Path cache;

  /** Asks for the runtime as another process would. */
  static final class Asking {

    private Asking() {}

    public static void main(String[] arguments) {
      System.out.println(EmbeddedRuntime.in(Path.of(arguments[0]), SMALL).root());
    }
  }

  @BeforeEach
  void check() {
    Machine.assumeEmbedded();
  }

  /** JUnit warns of the links in an unpacked tree. */
  @AfterEach
  void delete() {
    PrivateFiles.delete(cache.resolve(SMALL.directoryName()));
    PrivateFiles.delete(cache.resolve(CHANGED.directoryName()));
  }

  @Test
  void isUnpackedOnceForAllThreadsAndProcesses()
      throws IOException, InterruptedException, ExecutionException {
    List<Process> processes = List.of(ask(), ask());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<EmbeddedRuntime>> asked = new ArrayList<>();
      for (int thread = 0; thread < 2; thread++) {
        asked.add(threads.submit(() -> EmbeddedRuntime.in(cache, SMALL)));
      }
      for (Future<EmbeddedRuntime> answer : asked) {
        assertThat(answer.get().root().resolve("etc/passwd")).content().contains("postgres:x:70");
      }
    }
    long unpacked = 0;
    for (Process process : processes) {
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor()).as(output).isZero();
      assertThat(output).contains(cache.resolve(SMALL.directoryName()).toString());
      unpacked += output.contains("Unpacking") ? 1 : 0;
    }
    assertThat(unpacked).isLessThanOrEqualTo(1);
    assertThat(runtimes()).containsExactly(SMALL.directoryName());
  }

  private Process ask() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Asking.class.getName(),
            cache.toString())
        .redirectErrorStream(true)
        .start();
  }

  @Test
  void isUnpackedAnewWhereItsDefinitionChanges() throws IOException {
    Path first = EmbeddedRuntime.in(cache, SMALL).root();
    FileTime made = Files.getLastModifiedTime(first);

    Path second = EmbeddedRuntime.in(cache, CHANGED).root();

    assertThat(second).isNotEqualTo(first).isDirectory();
    assertThat(EmbeddedRuntime.in(cache, SMALL).root()).isEqualTo(first);
    assertThat(Files.getLastModifiedTime(first)).isEqualTo(made);
  }

  @Test
  void isUnpackedAnewWhereAnEarlierTryWasCutOff() throws IOException {
    Path partial = cache.resolve("postgresql-runtime.partial");
    Files.createDirectories(partial.resolve("usr"));
    assertThat(EmbeddedRuntime.in(cache, SMALL).root().resolve("etc/protocols")).exists();
    assertThat(partial).doesNotExist();
  }

  private List<String> runtimes() throws IOException {
    try (Stream<Path> entries = Files.list(cache)) {
      return entries
          .filter(Files::isDirectory)
          .map(entry -> entry.getFileName().toString())
          .toList();
    }
  }
}

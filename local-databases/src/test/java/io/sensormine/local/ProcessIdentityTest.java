package io.sensormine.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProcessIdentityTest {

  @Test
  void isAliveAsLongAsItsProcess() throws IOException, InterruptedException {
    Process process = new ProcessBuilder("cat").start();
    ProcessIdentity identity = ProcessIdentity.of(process.pid()).orElseThrow();
    assertThat(identity.isAlive()).isTrue();
    process.destroyForcibly().waitFor();
    assertThat(identity.isAlive()).isFalse();
  }

  @Test
  void isNotALaterProcessWithItsNumber() {
    ProcessIdentity current = ProcessIdentity.current();
    assertThat(new ProcessIdentity(current.pid(), current.startTicks() - 1).isAlive()).isFalse();
  }

  @Test
  void knowsTheBuildThatItRunsIn() {
    assertThat(ProcessIdentity.ofBuild().isAlive()).isTrue();
  }
}

package io.sensormine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RolePasswordsTest {

  @Test
  void namesWhatTheEnvironmentLacks() {
    Map<String, String> environment =
        new HashMap<>(RolePasswords.generate().environment(Purpose.CONFIG));
    environment.put("SENSORMINE_DEVICE_PASSWORD", "");
    assertThatThrownBy(() -> RolePasswords.from(environment))
        .isInstanceOf(DatabaseUnavailableException.class)
        .hasMessage(
            "Set the database passwords SENSORMINE_DEVICE_PASSWORD,"
                + " SENSORMINE_TELEMETRY_OWNER_PASSWORD, SENSORMINE_TELEMETRY_WRITER_PASSWORD,"
                + " SENSORMINE_TELEMETRY_READER_PASSWORD.");
  }

  @Test
  void generatesAnotherForEachRoleAndTime() {
    RolePasswords passwords = RolePasswords.generate();
    assertThat(passwords.passwords().values()).doesNotHaveDuplicates();
    assertThat(RolePasswords.generate()).isNotEqualTo(passwords);
    assertThat(passwords.toString()).doesNotContain(passwords.of(DatabaseRole.DEVICE_APP));
  }

  @Test
  void comesBackFromAFile(@TempDir Path directory) {
    Path file = directory.resolve("passwords");
    RolePasswords passwords = PrivateFiles.passwords(file);
    assertThat(PrivateFiles.passwords(file)).isEqualTo(passwords);
  }
}

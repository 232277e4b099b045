package io.sensormine.identity.password;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordPolicyTest {
  private static final Owner ADA = new Owner("ada.lovelace@example.com", "Ada Lovelace", "acme");

  /** Many times what is measured, 0.2 s, so that a busy machine is no failure. */
  private static final Duration MOST = Duration.ofSeconds(5);

  private final PasswordPolicy policy =
      new PasswordPolicy(new PasswordSettings(12, 64, 1, 1, 1, Duration.ofSeconds(1)));

  @Test
  void countsCharactersNotCodeUnits() {
    assertThat(policy.objection("🔑🔒🎈🚀🌍🐢🍎🎻🧊🪁🛶", ADA)).isPresent();
    assertThat(policy.objection("🔑🔒🎈🚀🌍🐢🍎🎻🧊🪁🛶🥝", ADA)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "qwertyuiop123",
        "QwertyUiop123",
        "passwordpassword",
        "password1234",
        "Password1234!",
        "P@$$w0rd1234!",
        "p a s s w o r d 1",
        "!Password2024",
        "password!!!!!!!!",
        "passwordpassword!@#$%^&*",
        "drowssap4321",
        "letmein please",
        "iloveyou2023",
        "Summer2024!!",
        "Berlin2024!!",
        "qwertyuiop12",
        "qwertyqwerty",
        "1qaz2wsx3edc4rfv",
        "123qwe123qwe",
        "!@#$%^&*()_+",
        "abcdefghijkl",
        "abcabcabcabc",
        "acmeacmeacme",
        "123456789012",
        "111111222222",
        "............",
        "01/02/198501/02/1985",
        "monkeymonkey1",
        "changemenow1",
        "sensormine-admin",
        "correct horse battery staple"
      })
  void refusesACommonPasswordInDisguise(String password) {
    assertThat(policy.objection(password, ADA)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ada.lovelace@example.com",
        "ada.lovelace",
        "AdaLovelace1",
        "Ada Lovelace 1815",
        "LovelaceAda!!",
        "Acme2026!!!!",
        "acme-lovelace"
      })
  void refusesWhatItsOwnerIsCalled(String password) {
    assertThat(policy.objection(password, ADA)).get().asString().contains("your own name");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "only small letters",
        "the river runs uphill",
        "purple monkeys dishwasher",
        "horsestaplelamp",
        "horse staple lamp",
        "kettle-orbit-violin",
        "my cat is fat",
        "two cups of tea",
        "it's raining in Bergen",
        "sunrise over copper hills",
        "a platform admin's password",
        "ada likes green tea a lot",
        "Mein Hut der hat drei Ecken",
        "grünes Fahrrad im Regen",
        "яблоко падает вниз",
        "木漏れ日の中を歩く猫たち",
        "xkqjzvbwmpty",
        "j7#Kp9!wQz2L",
        "a8F-3kQ.z9_L",
        "k7$#!@p^&*w2",
        "#$%^&k7pw2LX"
      })
  void takesPassphrasesAndWhatPasswordManagersMake(String password) {
    assertThat(policy.objection(password, ADA)).isEmpty();
  }

  @Test
  void takesWhatIsRandomWhateverItsCharacters() {
    var random = new Random(7);
    for (int round = 0; round < 300; round++) {
      var password =
          random
              .ints(16, 33, 127)
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString();
      assertThat(policy.objection(password, ADA)).as(password).isEmpty();
    }
  }

  @Test
  void judgesALongPasswordByItsBetterEnd() {
    assertThat(policy.objection("password".repeat(100), ADA)).isPresent();
    assertThat(policy.objection("password".repeat(100) + " the river runs uphill", ADA)).isEmpty();
    assertThat(policy.objection("the river runs uphill " + "a".repeat(900), ADA)).isEmpty();
  }

  @Test
  void saysWhatIsWrongAndWhatToDoAndNeverThePassword() {
    assertThat(policy.objection("monkeymonkey1", ADA))
        .hasValueSatisfying(why ->
            assertThat(why)
                .contains("it repeats itself")
                .contains("Take several words")
                .doesNotContain("monkey"));
    assertThat(policy.objection("password1234", ADA)).get().asString().contains("common password");
  }

  @Test
  void judgesTheWorstInputInTime() {
    var random = new Random(1);
    var worst = new ArrayList<>(List.of("4860175296".repeat(102), "p@$$w0rd".repeat(128)));
    for (int round = 0; round < 30; round++) {
      var text = new StringBuilder();
      random.ints(1_024, 0, 20).forEach(at -> text.append("48601752969asoebxlti".charAt(at)));
      worst.add(text.toString());
    }
    var longName = new Owner("a@example.com", "ab ".repeat(66), "acme");
    for (var password : worst) {
      var before = System.nanoTime();
      policy.objection(password, longName);
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(MOST);
    }
  }
}

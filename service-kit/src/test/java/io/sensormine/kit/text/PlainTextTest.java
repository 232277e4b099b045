package io.sensormine.kit.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sensormine.kit.problem.ProblemException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlainTextTest {
  @Test
  void takesWhatPeopleWrite() {
    for (var text : List.of("", "Ärger im Keller", "a\u2028b", "😀", "\uFDCF\uFDF0\uFFFD")) {
      assertThat(PlainText.isLine(text)).as(text).isTrue();
      assertThat(("\r\n" + text + "\t").matches(PlainText.LINES)).as(text).isTrue();
      assertThat(PlainText.parameter("q", text)).isEqualTo(text);
    }
    assertThat(PlainText.isLine(null)).isTrue();
    assertThat(PlainText.isLine("a\nb")).isFalse();
  }

  @Test
  void refusesControlCharactersAndLoneSurrogates() {
    for (var character : List.of("\u0000", "\u001F", "\u007F", "\uD83D", "\uDE00")) {
      refuses(character);
    }
  }

  @Test
  void refusesEveryNoncharacter() {
    for (int character = 0xFDD0; character <= 0xFDEF; character++) {
      refuses(Character.toString(character));
    }
    for (int plane = 0; plane <= 16; plane++) {
      refuses(Character.toString(plane << 16 | 0xFFFE));
      refuses(Character.toString(plane << 16 | 0xFFFF));
    }
  }

  private static void refuses(String character) {
    var text = "a" + character + "b";
    var name = "U+%X".formatted(character.codePointAt(0));
    assertThat(PlainText.isLine(text)).as(name).isFalse();
    assertThat(text.matches(PlainText.LINES)).as(name).isFalse();
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> PlainText.parameter("q", text))
        .withMessageContaining("control characters or noncharacters");
  }
}

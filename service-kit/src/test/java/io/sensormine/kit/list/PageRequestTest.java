package io.sensormine.kit.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageRequestTest {
  @Test
  void givesACursorOnlyWhereMoreFollows() {
    var request = PageRequest.of(2, null, 1);
    assertThat(request.page(List.of("a", "b"), List::of).nextCursor()).isNull();
    var page = request.page(List.of("a", "b", "c"), List::of);
    assertThat(page.items()).containsExactly("a", "b");
    assertThat(PageRequest.of(2, page.nextCursor(), 1).after()).containsExactly("b");
    var early = request.page(List.of("a"), true, List::of);
    assertThat(PageRequest.of(2, early.nextCursor(), 1).after()).containsExactly("a");
  }

  @Test
  void keepsAnyTextInACursor() {
    var keys = List.of("", "7:x", "naïve ☃ \uD83D\uDE00", "2026-01-01T00:00:00Z");
    assertThat(Cursor.decode(Cursor.encode(keys), 4)).isEqualTo(keys);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "%%%", "x", "MTphMTph", "OTphYg", "LTE6YQ", "OjphYQ", "MTA"})
  void refusesACursorThatIsNotOne(String cursor) {
    assertThatThrownBy(() -> Cursor.decode(cursor, 1))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.type()).isEqualTo(ProblemType.INVALID_CURSOR));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "0000-12-31T23:59:59Z",
        "+10000-01-01T00:00:00Z",
        "+999999999-01-01T00:00:00Z"
      })
  void refusesATimeThatNoItemHas(String time) {
    var request = new PageRequest(1, List.of(time));
    assertThatThrownBy(() -> request.time(0))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.type()).isEqualTo(ProblemType.INVALID_CURSOR));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z"})
  void takesATimeThatAnItemMayHave(String time) {
    assertThat(new PageRequest(1, List.of(time)).time(0)).hasToString(time);
    assertThat(PageRequest.of(1, null, 1).time(0)).isNull();
  }

  @Test
  void refusesACursorOfAnotherListOrOfBrokenText() {
    assertThatThrownBy(() -> Cursor.decode(Cursor.encode(List.of("a", "b")), 1))
        .isInstanceOf(ProblemException.class);
    var notUtf8 =
        Base64.getUrlEncoder().encodeToString("1:\u00ff".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> Cursor.decode(notUtf8, 1)).isInstanceOf(ProblemException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 501})
  void refusesALimitOutsideItsBounds(int limit) {
    assertThatThrownBy(() -> PageRequest.of(limit, null, 1))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.type().status()).isEqualTo(400));
  }

  @Test
  void takesFiftyWhereNothingIsSaid() {
    assertThat(PageRequest.of(null, null, 1).limit()).isEqualTo(50);
    assertThat(PageRequest.of(10_000, null, 1, 10_000).rowsToRead()).isEqualTo(10_001);
  }
}

package io.sensormine.device.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.contracts.device.DeviceStatus;
import io.sensormine.device.device.SearchCourse.Size;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SearchCourseTest {
  private static final UUID AFTER = id(1);
  private static final Source ALL = Source.all();
  private static final Source TAG = Source.tag(SearchTerm.tag("outdoor"));
  private static final Source ACTIVE = Source.of(null, DeviceStatus.ACTIVE);
  private static final Source PREFIX = Source.prefix("pump");
  private static final Source EXTERNAL_IDS = Source.externalIds(List.of("a"));

  private static UUID id(long number) {
    return new UUID(0x018bcfe568007000L, 0x8000000000000000L + number);
  }

  private static Size few(Source source, long size, @Nullable UUID first) {
    return new Size(source, size, first, null);
  }

  private static Size many(Source source, long first, long reach) {
    return new Size(source, SearchPlan.FEW, id(first), id(reach));
  }

  private static Size large(Source source, long first, long reach) {
    return new Size(source, SearchPlan.FEW_TO_SORT, id(first), id(reach));
  }

  private static UUID start(Size... sizes) {
    return SearchCourse.of(List.of(sizes), AFTER).start();
  }

  /** The ways' candidates, in their order. */
  private static List<Sql> ways(Size... sizes) {
    return SearchCourse.of(List.of(sizes), AFTER).ways().stream()
        .map(way -> way.candidates().apply(AFTER))
        .toList();
  }

  private static Sql walked(Source source) {
    return SearchPlan.walked(source, AFTER);
  }

  private static Sql met(Source... sources) {
    return SearchPlan.met(List.of(sources), AFTER);
  }

  @Test
  void startsRightBeforeTheLatestFirstId() {
    assertThat(start(many(ALL, 5, 3_000), few(TAG, 7, id(40)), many(PREFIX, 20, 9_000)))
        .isEqualTo(id(39));
    assertThat(start(many(ALL, 5, 3_000), few(TAG, 0, null))).isEqualTo(id(4));
    assertThat(start(few(TAG, 0, null), few(ACTIVE, 0, null))).isEqualTo(AFTER);
  }

  @Test
  void startsRightBeforeAnIdWhoseLowHalfIsZero() {
    var first = new UUID(0x018bcfe568007000L, 0);
    assertThat(start(few(TAG, 1, first)))
        .isEqualTo(UUID.fromString("018bcfe5-6800-6fff-ffff-ffffffffffff"));
    // as the database sorts them: by their bytes, without a sign
    var high = new UUID(0xff8bcfe568007000L, 1);
    assertThat(start(few(TAG, 1, high), few(ACTIVE, 1, first)))
        .isEqualTo(new UUID(0xff8bcfe568007000L, 0));
  }

  @Test
  void doesNotStartByASampleThatIsNoBeginning() {
    assertThat(start(many(ALL, 5, 3_000), large(PREFIX, 700, 90_000))).isEqualTo(id(4));
    // an ordered one's sample is, however many there are
    assertThat(start(new Size(TAG, SearchPlan.FEW_TO_SORT, id(700), id(3_000)), many(ALL, 5, 9)))
        .isEqualTo(id(699));
  }

  @Test
  void walksASmallSourceAndNoOther() {
    assertThat(ways(many(ALL, 5, 3_000), few(PREFIX, 1_999, id(9)), few(TAG, 2_000, id(9))))
        .containsExactly(walked(PREFIX));
    assertThat(ways(many(ACTIVE, 5, 3_000), few(TAG, 12, id(9)), few(PREFIX, 13, id(9))))
        .containsExactly(walked(TAG));
    assertThat(ways(few(TAG, 0, null), large(PREFIX, 5, 90))).containsExactly(walked(TAG));
  }

  @Test
  void walksTheSparserOfTwoCommonOnesThenMeetsThem() {
    assertThat(ways(many(ACTIVE, 5, 3_000), many(TAG, 6, 9_000)))
        .containsExactly(walked(TAG), met(ACTIVE, TAG));
    assertThat(ways(many(ACTIVE, 5, 9_000), many(TAG, 6, 3_000)))
        .containsExactly(walked(ACTIVE), met(ACTIVE, TAG));
  }

  @Test
  void sortsWhatCanBeSortedWhereItIsNoDenser() {
    var prefix = new Size(PREFIX, 5_000, id(6), id(9_000));
    assertThat(ways(many(ACTIVE, 5, 3_000), prefix))
        .containsExactly(walked(PREFIX), met(ACTIVE, PREFIX));
    assertThat(ways(many(ACTIVE, 5, 30_000), prefix))
        .containsExactly(walked(ACTIVE), met(ACTIVE, PREFIX));
    // two of them: the one with less to sort
    assertThat(ways(many(ALL, 5, 3_000), prefix, new Size(EXTERNAL_IDS, 4_000, id(6), id(9_500))))
        .containsExactly(walked(EXTERNAL_IDS), met(PREFIX, EXTERNAL_IDS));
  }

  @Test
  void leavesALargeOneToTheLast() {
    assertThat(ways(many(ACTIVE, 5, 3_000), many(TAG, 5, 4_000), large(PREFIX, 6, 9_000)))
        .containsExactly(walked(TAG), met(ACTIVE, TAG), met(ACTIVE, TAG, PREFIX));
    assertThat(ways(many(ALL, 5, 3_000), large(PREFIX, 6, 9_000)))
        .containsExactly(walked(ALL), walked(PREFIX));
  }

  @Test
  void beginsWithALargeOneThatComesLater() {
    assertThat(ways(many(ACTIVE, 5, 3_000), large(PREFIX, 3_001, 9_000)))
        .containsExactly(walked(PREFIX), walked(ACTIVE), met(ACTIVE, PREFIX));
    assertThat(ways(many(ACTIVE, 5, 3_000), large(PREFIX, 3_000, 9_000)))
        .containsExactly(walked(ACTIVE), met(ACTIVE, PREFIX));
  }
}

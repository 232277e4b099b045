package io.sensormine.standalone.simulate;

import java.time.Duration;

/** What became of one attempt to send a parcel. */
sealed interface Reply {
  /**
   * It was answered.
   *
   * @param refused how many of its messages were refused
   * @param why what was said of the first of them; empty where there is none
   */
  record Answered(int refused, String why) implements Reply {}

  /** It is to be sent again later, as nothing of it was taken. */
  record HeldBack(Duration pause, String why) implements Reply {}

  /** Nobody answered, so that it may have been taken or not; sent again, it changes nothing. */
  record NoAnswer(String why) implements Reply {}
}

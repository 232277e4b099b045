package io.sensormine.ingestion.message;

/**
 * Cuts the work on a request's messages into slices of a fraction of a millisecond, between which
 * other requests have their turn: virtual threads are not taken off the processor, so that one
 * message would wait for all the thousands of messages that came before it.
 */
public final class Slices {
  private static final int MESSAGES = 32;

  private Slices() {}

  /**
   * Lets others go first where a slice is over.
   *
   * @param at the place of the message that is next
   */
  @SuppressWarnings("ThreadPriorityCheck") // a hint is what it is
  public static void pause(int at) {
    if (at > 0 && at % MESSAGES == 0) {
      Thread.yield();
    }
  }
}

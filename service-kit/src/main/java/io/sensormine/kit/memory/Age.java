package io.sensormine.kit.memory;

/** How old something remembered may be. */
public enum Age {
  /** As old as the settings say, and nobody is asked for anything newer: for who may not wait. */
  AT_HAND,
  /** As old as the settings say: to admit by. */
  USUAL,
  /** At most a second: to refuse by. */
  RECENT
}

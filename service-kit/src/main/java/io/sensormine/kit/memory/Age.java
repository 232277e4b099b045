package io.sensormine.kit.memory;

/** How old something remembered may be. */
public enum Age {
  /** As old as the settings say: to admit by. */
  USUAL,
  /** At most a second: to refuse by. */
  RECENT
}

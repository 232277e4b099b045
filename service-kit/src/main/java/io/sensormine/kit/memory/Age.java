package io.sensormine.kit.memory;

/** How old something remembered may be. */
public enum Age {
  /** The same as {@link #USUAL}, and nobody is asked: by whom nothing may wait for. */
  AT_HAND,
  /** As old as the settings say: to admit by. */
  USUAL,
  /** At most a second: to refuse by. */
  RECENT
}

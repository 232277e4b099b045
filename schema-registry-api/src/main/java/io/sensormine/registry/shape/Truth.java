package io.sensormine.registry.shape;

import java.util.function.Function;

/** Whether something holds, where that can be known (Kleene's three values). */
public enum Truth {
  YES,
  NO,
  UNKNOWN;

  static Truth of(boolean holds) {
    return holds ? YES : NO;
  }

  Truth contrary() {
    return switch (this) {
      case YES -> NO;
      case NO -> YES;
      case UNKNOWN -> UNKNOWN;
    };
  }

  /** Whether something holds for each; for none, it does. */
  static <T> Truth all(Iterable<T> things, Function<T, Truth> holds) {
    var all = YES;
    for (var thing : things) {
      var one = holds.apply(thing);
      if (one == NO) {
        return NO;
      }
      all = one == UNKNOWN ? UNKNOWN : all;
    }
    return all;
  }

  /** Whether something holds for one at least; for none, it does not. */
  static <T> Truth any(Iterable<T> things, Function<T, Truth> holds) {
    return all(things, thing -> holds.apply(thing).contrary()).contrary();
  }
}

package io.sensormine.registry.pattern;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A regular expression, as it was written. */
sealed interface Expression {
  /** One code point of a set. */
  record One(CodePoints of) implements Expression {}

  /** One after another; the empty text where there are none. */
  record Sequence(List<Expression> parts) implements Expression {
    public Sequence {
      parts = List.copyOf(parts);
    }
  }

  /** One of several; at least one. */
  record Choice(List<Expression> branches) implements Expression {
    public Choice {
      branches = List.copyOf(branches);
    }
  }

  /**
   * The same again.
   *
   * @param min times, at least
   * @param max times, at most; null for any number
   */
  record Repeat(Expression body, int min, @Nullable Integer max) implements Expression {}

  /** The place before the first code point. */
  record Begin() implements Expression {}

  /** The place after the last code point. */
  record End() implements Expression {}
}

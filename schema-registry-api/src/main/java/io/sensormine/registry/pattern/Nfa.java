package io.sensormine.registry.pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A pattern as a machine that looks for it anywhere in a text, in several states at a time.
 *
 * @param states the first is {@link State.Accept}, which nothing leads out of
 * @param start where the machine begins
 */
record Nfa(List<State> states, int start) {
  static final int ACCEPT = 0;
  private static final int MAX_STATES = 10_000;

  Nfa {
    states = List.copyOf(states);
  }

  /** What a state waits for, and the states after it. */
  sealed interface State {
    record Accept() implements State {}

    record Read(CodePoints one, int next) implements State {}

    record Fork(int left, int right) implements State {}

    record AtBegin(int next) implements State {}

    record AtEnd(int next) implements State {}
  }

  /** Empty where the expression, its repetitions written out, is too large. */
  static Optional<Nfa> searching(Expression expression) {
    if (size(expression) > MAX_STATES) {
      return Optional.empty();
    }
    var builder = new Builder();
    builder.add(new State.Accept());
    int found = builder.compile(expression, ACCEPT);
    int start = builder.loop(new Expression.One(CodePoints.ALL), found);
    return Optional.of(new Nfa(builder.states, start));
  }

  /** At least as many states as an expression has; bounded, however deep repetitions nest. */
  private static long size(Expression expression) {
    long size =
        switch (expression) {
          case Expression.One one -> 1;
          case Expression.Begin begin -> 1;
          case Expression.End end -> 1;
          case Expression.Sequence sequence -> size(sequence.parts());
          case Expression.Choice choice -> size(choice.branches());
          case Expression.Repeat repeat -> copies(repeat) * (size(repeat.body()) + 1) + 1;
        };
    return Math.min(size, Integer.MAX_VALUE);
  }

  private static long size(List<Expression> parts) {
    return parts.stream().mapToLong(Nfa::size).sum() + parts.size();
  }

  private static int copies(Expression.Repeat repeat) {
    var max = repeat.max();
    return max == null ? repeat.min() + 1 : max;
  }

  Stream<CodePoints> sets() {
    return states.stream()
        .filter(State.Read.class::isInstance)
        .map(state -> ((State.Read) state).one());
  }

  private static final class Builder {
    private final List<State> states = new ArrayList<>();

    private int add(State state) {
      states.add(state);
      return states.size() - 1;
    }

    /** Adds the states of an expression; what follows it is there already. */
    private int compile(Expression expression, int next) {
      return switch (expression) {
        case Expression.One one -> add(new State.Read(one.of(), next));
        case Expression.Begin begin -> add(new State.AtBegin(next));
        case Expression.End end -> add(new State.AtEnd(next));
        case Expression.Sequence sequence -> sequence(sequence.parts(), next);
        case Expression.Choice choice -> choice(choice.branches(), next);
        case Expression.Repeat repeat -> repeat(repeat, next);
      };
    }

    private int sequence(List<Expression> parts, int next) {
      int first = next;
      for (var part : parts.reversed()) {
        first = compile(part, first);
      }
      return first;
    }

    private int choice(List<Expression> branches, int next) {
      int first = compile(branches.getLast(), next);
      for (var branch : branches.subList(0, branches.size() - 1).reversed()) {
        first = add(new State.Fork(compile(branch, next), first));
      }
      return first;
    }

    private int repeat(Expression.Repeat repeat, int next) {
      var max = repeat.max();
      int first = max == null ? loop(repeat.body(), next) : next;
      int optional = max == null ? 0 : max - repeat.min();
      for (int copy = 0; copy < optional; copy++) {
        first = add(new State.Fork(compile(repeat.body(), first), next));
      }
      for (int copy = 0; copy < repeat.min(); copy++) {
        first = compile(repeat.body(), first);
      }
      return first;
    }

    private int loop(Expression body, int next) {
      int fork = add(new State.Fork(next, next));
      states.set(fork, new State.Fork(compile(body, fork), next));
      return fork;
    }
  }
}

package io.sensormine.registry.pattern;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A pattern as a machine that is in one state at a time, made as far as it is used. Its states are
 * numbers, the first is {@link #START}. Not thread-safe.
 */
final class Automaton {
  static final int START = 0;
  private static final int UNKNOWN = -1;

  private final Nfa nfa;
  private final int[] alphabet;
  private final Effort effort;
  private final BitSet useful;
  private final List<BitSet> subsets = new ArrayList<>();
  private final List<int[]> steps = new ArrayList<>();
  private final List<Boolean> accepting = new ArrayList<>();
  private final Map<BitSet, Integer> numbers = new HashMap<>();

  Automaton(Nfa nfa, int[] alphabet, Effort effort) {
    this.nfa = nfa;
    this.alphabet = alphabet;
    this.effort = effort;
    useful = useful(nfa);
    var start = new BitSet();
    start.set(nfa.start());
    // no later state is this one: only here may a text begin
    add(closure(start, true, false), true);
  }

  /** The state after another, by the number of a letter of the alphabet. */
  int step(int state, int letter) {
    var known = steps.get(state);
    if (known[letter] == UNKNOWN) {
      known[letter] = number(after(subsets.get(state), alphabet[letter]));
    }
    return known[letter];
  }

  /** Whether a text that ends here matches. */
  boolean accepts(int state) {
    return accepting.get(state);
  }

  /** Whether every text that goes on from here matches. */
  boolean isCertain(int state) {
    return subsets.get(state).get(Nfa.ACCEPT);
  }

  /** Whether no text that goes on from here matches. */
  boolean isHopeless(int state) {
    return subsets.get(state).isEmpty();
  }

  private int number(BitSet subset) {
    var known = numbers.get(subset);
    if (known != null) {
      return known;
    }
    int number = add(subset, false);
    numbers.put(subset, number);
    return number;
  }

  private int add(BitSet subset, boolean begin) {
    subsets.add(subset);
    accepting.add(closure(subset, begin, true).get(Nfa.ACCEPT));
    var unknown = new int[alphabet.length];
    Arrays.fill(unknown, UNKNOWN);
    steps.add(unknown);
    return subsets.size() - 1;
  }

  private BitSet after(BitSet subset, int point) {
    if (subset.get(Nfa.ACCEPT)) {
      return subset;
    }
    var next = new BitSet();
    subset.stream()
        .forEach(state -> {
          if (nfa.states().get(state) instanceof Nfa.State.Read read
              && read.one().contains(point)) {
            next.set(read.next());
          }
        });
    effort.spend(subset.cardinality());
    var closed = closure(next, false, false);
    closed.and(useful);
    return closed;
  }

  /** All states that need no further letter, where a text begins or ends as said. */
  private BitSet closure(BitSet from, boolean begin, boolean end) {
    var closed = new BitSet();
    var open = new ArrayDeque<Integer>();
    from.stream().forEach(open::push);
    while (!open.isEmpty()) {
      int state = open.pop();
      if (closed.get(state)) {
        continue;
      }
      closed.set(state);
      effort.spend(1);
      switch (nfa.states().get(state)) {
        case Nfa.State.Fork fork -> {
          open.push(fork.left());
          open.push(fork.right());
        }
        case Nfa.State.AtBegin at when begin -> open.push(at.next());
        case Nfa.State.AtEnd at when end -> open.push(at.next());
        case Nfa.State.Accept accept -> {
          // what was found stays found: the other states say nothing any more
          return only(Nfa.ACCEPT);
        }
        case Nfa.State.AtBegin at -> {}
        case Nfa.State.AtEnd at -> {}
        case Nfa.State.Read read -> {}
      }
    }
    return closed;
  }

  private static BitSet only(int state) {
    var set = new BitSet();
    set.set(state);
    return set;
  }

  /** The states that may lead to acceptance once a text has begun. */
  private static BitSet useful(Nfa nfa) {
    var before = new ArrayList<List<Integer>>();
    nfa.states().forEach(state -> before.add(new ArrayList<>()));
    for (int state = 0; state < nfa.states().size(); state++) {
      switch (nfa.states().get(state)) {
        case Nfa.State.Read read -> before.get(read.next()).add(state);
        case Nfa.State.AtEnd at -> before.get(at.next()).add(state);
        case Nfa.State.Fork fork -> {
          before.get(fork.left()).add(state);
          before.get(fork.right()).add(state);
        }
        case Nfa.State.AtBegin at -> {}
        case Nfa.State.Accept accept -> {}
      }
    }
    var useful = new BitSet();
    var open = new ArrayDeque<Integer>(List.of(Nfa.ACCEPT));
    while (!open.isEmpty()) {
      int state = open.pop();
      if (!useful.get(state)) {
        useful.set(state);
        before.get(state).forEach(open::push);
      }
    }
    return useful;
  }
}

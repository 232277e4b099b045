package io.sensormine.registry.pattern;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs several machines over all texts at once, shorter ones first. A place is a state of each of
 * them; texts that lead to the same place go on alike. One for each question; not thread-safe.
 */
final class TextSearch {
  private static final int MAX_PLACES = 20_000;
  private static final int MAX_TEXTS = 200_000;
  private static final long MAX_EFFORT = 5_000_000;
  private static final int EDGE_EFFORT = 10;
  private static final int DEAD = -1;

  private final int[] alphabet;
  private final List<Automaton> automata;
  private final int matching;
  private final Effort effort = new Effort(MAX_EFFORT);
  private final Map<List<Integer>, Integer> numbers = new HashMap<>();
  private final List<List<Integer>> places = new ArrayList<>();
  private final Map<Integer, int[]> edges = new HashMap<>();

  TextSearch(List<Nfa> matching, List<Nfa> missing) {
    var all = Stream.concat(matching.stream(), missing.stream()).toList();
    alphabet = Alphabet.of(all.stream().flatMap(Nfa::sets).toList());
    automata = all.stream().map(nfa -> new Automaton(nfa, alphabet, effort)).toList();
    this.matching = matching.size();
  }

  /** A text on its way: one letter after another text. */
  private record Text(int place, int length, int letter, @Nullable Text before) {}

  /** A shortest text of a length between the two, which are included. */
  TextLanguage.Answer find(int minLength, @Nullable Integer maxLength) {
    int start = number(automata.stream().map(automaton -> Automaton.START).toList());
    if (start == DEAD) {
      return new TextLanguage.Answer.None();
    }
    // only a text that must be long could wander about where nothing is to be found
    var leading = minLength == 0 ? Optional.<BitSet>empty() : leading(start);
    var seen = new HashSet<Long>();
    var open = new ArrayDeque<>(List.of(new Text(start, 0, 0, null)));
    while (!open.isEmpty()) {
      var text = open.remove();
      if (text.length >= minLength && accepts(text.place)) {
        return new TextLanguage.Answer.Found(written(text));
      }
      if (maxLength != null && text.length == maxLength) {
        continue;
      }
      var next = edges(text.place);
      for (int letter = 0; letter < next.length; letter++) {
        var longer = new Text(next[letter], text.length + 1, letter, text);
        if (next[letter] != DEAD
            && leading.map(places -> places.get(longer.place)).orElse(true)
            && isNew(longer, minLength, seen)) {
          open.add(longer);
        }
      }
      if (isTooMuch() || seen.size() > MAX_TEXTS) {
        return new TextLanguage.Answer.Undecided();
      }
    }
    return new TextLanguage.Answer.None();
  }

  /** Beyond the least length, how long a text is changes nothing any more. */
  private static boolean isNew(Text text, int minLength, Set<Long> seen) {
    return seen.add((long) text.place << Integer.SIZE | Math.min(text.length, minLength));
  }

  private boolean isTooMuch() {
    return places.size() > MAX_PLACES || effort.isSpent();
  }

  /** The places from which acceptance can be reached; empty where there are too many to tell. */
  private Optional<BitSet> leading(int start) {
    var before = new ArrayList<List<Integer>>();
    var open = new ArrayDeque<Integer>();
    for (int place = start; place < places.size(); place++) {
      for (int next : edges(place)) {
        while (before.size() < places.size()) {
          before.add(new ArrayList<>());
        }
        if (next != DEAD) {
          before.get(next).add(place);
        }
      }
      if (isTooMuch()) {
        return Optional.empty();
      }
      if (accepts(place)) {
        open.add(place);
      }
    }
    var leading = new BitSet();
    while (!open.isEmpty()) {
      int place = open.remove();
      if (!leading.get(place)) {
        leading.set(place);
        open.addAll(before.get(place));
      }
    }
    return Optional.of(leading);
  }

  private boolean accepts(int place) {
    for (int index = 0; index < automata.size(); index++) {
      if (automata.get(index).accepts(places.get(place).get(index)) != index < matching) {
        return false;
      }
    }
    return true;
  }

  private int[] edges(int place) {
    var known = edges.get(place);
    if (known == null) {
      known = new int[alphabet.length];
      for (int letter = 0; letter < alphabet.length; letter++) {
        known[letter] = number(after(places.get(place), letter));
      }
      effort.spend((long) EDGE_EFFORT * alphabet.length);
      edges.put(place, known);
    }
    return known;
  }

  private List<Integer> after(List<Integer> place, int letter) {
    var next = new ArrayList<Integer>(place.size());
    for (int index = 0; index < place.size(); index++) {
      next.add(automata.get(index).step(place.get(index), letter));
    }
    return next;
  }

  private int number(List<Integer> place) {
    for (int index = 0; index < place.size(); index++) {
      var automaton = automata.get(index);
      int state = place.get(index);
      if (index < matching ? automaton.isHopeless(state) : automaton.isCertain(state)) {
        return DEAD;
      }
    }
    return numbers.computeIfAbsent(
        place,
        unknown -> {
          places.add(unknown);
          return places.size() - 1;
        });
  }

  private String written(Text last) {
    var letters = new ArrayDeque<String>();
    for (var text = last; text.before != null; text = text.before) {
      letters.push(Character.toString(alphabet[text.letter]));
    }
    return String.join("", letters);
  }
}

package io.sensormine.identity.password;

import com.nulabinc.zxcvbn.Pattern;
import com.nulabinc.zxcvbn.StandardDictionaries;
import com.nulabinc.zxcvbn.StandardKeyboards;
import com.nulabinc.zxcvbn.Strength;
import com.nulabinc.zxcvbn.Zxcvbn;
import com.nulabinc.zxcvbn.ZxcvbnBuilder;
import com.nulabinc.zxcvbn.matchers.Dictionary;
import com.nulabinc.zxcvbn.matchers.Match;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Estimates after how many guesses a password is found, by zxcvbn: common passwords, words, names,
 * dates, keyboard walks and sequences, also repeated, padded and joined. Thread-safe.
 *
 * <p>The estimate is of the plain password, without punctuation: it is what attackers append and
 * put in between, and zxcvbn's search for letters written as symbols takes exponentially long.
 */
final class Guesses {
  /** So many code units are looked at, at either end: the effort grows faster than they do. */
  static final int MAX_JUDGED = 32;

  private static final String PERSONAL = "user_inputs";

  /** What different signs of punctuation count for at most, each a power of ten. */
  private static final int MAX_SIGNS = 4;

  private final Zxcvbn estimator;

  /** With passwords to be known beside the library's own. */
  Guesses(Collection<String> commonest) {
    var known = commonest.stream().map(word -> Plain.of(word).text()).distinct().toList();
    try {
      this.estimator =
          new ZxcvbnBuilder()
              .dictionaries(StandardDictionaries.loadAllDictionaries())
              .dictionary(new Dictionary("commonest", known))
              .keyboards(StandardKeyboards.loadAllKeyboards())
              .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * An estimate.
   *
   * @param exponent a power of ten
   * @param weakness what makes it no more, as a clause
   */
  record Estimate(double exponent, String weakness) {}

  /** The estimate of a password, where an attacker knows some words of whose it is. */
  Estimate of(String password, Collection<String> personal) {
    var words = personal.stream().map(word -> Plain.of(word).text()).distinct().toList();
    var length = password.length();
    var head = part(password.substring(0, Math.min(length, MAX_JUDGED)), words);
    if (length <= MAX_JUDGED) {
      return head;
    }
    var tail = part(password.substring(length - MAX_JUDGED), words);
    return head.exponent() > tail.exponent() ? head : tail;
  }

  private Estimate part(String part, List<String> personal) {
    var plain = Plain.of(part);
    var strength = estimator.measure(plain.text(), personal);
    return new Estimate(
        Math.max(0, strength.getGuessesLog10()) + Math.min(plain.signs(), MAX_SIGNS),
        weakness(strength));
  }

  private static String weakness(Strength strength) {
    var matches = strength.getSequence();
    if (matches.stream().anyMatch(match -> PERSONAL.equals(match.dictionaryName))) {
      return "it is made of your own name or address, or your tenant's";
    }
    if (matches.stream().anyMatch(match -> match.pattern == Pattern.Repeat)) {
      return "it repeats itself";
    }
    return matches.stream().anyMatch(Guesses::isPassword)
        ? "it is a common password, or one with something added"
        : "it is made of few common words, names, dates or neighbouring keys";
  }

  private static boolean isPassword(Match match) {
    return "passwords".equals(match.dictionaryName) || "commonest".equals(match.dictionaryName);
  }

  /**
   * Text in lower case without punctuation and blanks.
   *
   * @param signs how many different ones there were
   */
  private record Plain(String text, int signs) {
    static Plain of(String text) {
      int end = text.length();
      while (end > 0 && isSign(text.charAt(end - 1))) {
        end--;
      }
      var plain = new StringBuilder(end);
      Set<Character> signs = new HashSet<>();
      for (int at = 0; at < text.length(); at++) {
        var next = text.charAt(at);
        if (at < end && (next == '@' || next == '$')) {
          plain.append(next == '@' ? 'a' : 's');
        } else if (isSign(next)) {
          signs.add(next);
        } else {
          plain.append(next);
        }
      }
      return new Plain(plain.toString().toLowerCase(Locale.ROOT), signs.size());
    }

    private static boolean isSign(char next) {
      return Character.isWhitespace(next) || (next < 128 && !Character.isLetterOrDigit(next));
    }
  }
}

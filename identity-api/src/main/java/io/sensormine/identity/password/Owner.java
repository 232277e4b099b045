package io.sensormine.identity.password;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whose a password is to be: what is known of them is guessed first.
 *
 * @param displayName null where they have none
 * @param tenant its slug; null for a platform admin
 */
public record Owner(String email, @Nullable String displayName, @Nullable String tenant) {
  private static final int MIN_LENGTH = 3;

  /** What they are called, whole and in pieces. */
  List<String> words() {
    var at = email.lastIndexOf('@');
    var address = at < 0 ? email : email.substring(0, at);
    var words = new ArrayList<String>();
    words.add(email);
    for (var name : Stream.of(address, displayName, tenant).toList()) {
      if (name != null) {
        var pieces = List.of(name.split("[^\\p{L}\\p{N}]+"));
        words.add(name);
        words.add(String.join("", pieces.reversed()));
        words.addAll(pieces);
      }
    }
    words.removeIf(word -> word.length() < MIN_LENGTH);
    return words;
  }
}

package io.sensormine.identity.password;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import io.sensormine.kit.rate.Turns;
import io.sensormine.kit.security.Secrets;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Hashes passwords by Argon2id, only so many at a time. Thread-safe. */
@Singleton
public final class PasswordHasher {
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;

  private final Argon2Function argon2;
  private final Turns turns;
  private final String nobodys;

  PasswordHasher(PasswordSettings settings) {
    this.argon2 =
        Argon2Function.getInstance(
            settings.memoryKib(),
            settings.iterations(),
            settings.parallelism(),
            HASH_BYTES,
            Argon2.ID);
    this.turns =
        new Turns(
            "Too many passwords are being checked; try again in a moment.",
            settings.maxConcurrent(),
            settings.maxWait());
    this.nobodys = hash(Secrets.next(""));
  }

  /** The hash to keep: Argon2id with its parameters and a new salt, in PHC string format. */
  public String hash(String password) {
    return turns.take(
        () -> Password.hash(password).addRandomSalt(SALT_BYTES).with(argon2).getResult());
  }

  /**
   * Whether a password is the one behind a hash. Without a hash the answer is no and takes as long.
   */
  public boolean matches(String password, @Nullable String hash) {
    var against = hash == null ? nobodys : hash;
    var same =
        turns.take(() ->
            Password.check(password, against).with(Argon2Function.getInstanceFromHash(against)));
    return same && hash != null;
  }
}

package io.sensormine.ingestion.mqtt;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the sessions that the broker keeps of clients that have gone: one credential may log in
 * under any number of client ids. Thread-safe.
 */
final class KeptSessions {
  private final Cache<String, Boolean> sessions;

  /**
   * Begins.
   *
   * @param forget ends the session of a client that is not connected; called where there are too
   *     many
   */
  KeptSessions(MqttSettings settings, Consumer<String> forget) {
    this.sessions =
        Caffeine.newBuilder()
            .maximumSize(settings.maxSessions())
            .expireAfterAccess(settings.sessionExpiry())
            .removalListener(
                (@Nullable String clientId, @Nullable Boolean kept, RemovalCause cause) -> {
                  if (cause == RemovalCause.SIZE && clientId != null) {
                    forget.accept(clientId);
                  }
                })
            .build();
  }

  /** A client has logged in that wants its session kept. */
  void keep(String clientId) {
    sessions.put(clientId, Boolean.TRUE);
  }
}

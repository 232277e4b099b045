package io.sensormine.ingestion.mqtt;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Ticker;
import com.google.common.util.concurrent.ListenableFuture;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the sessions that the broker keeps of clients that have gone: one credential may log in
 * under any number of client ids. Thread-safe.
 */
final class KeptSessions {
  /** By client id, whether it was connected when last heard of. */
  private final Cache<String, Boolean> sessions;

  /**
   * Begins.
   *
   * @param forget ends the session of a client that is not connected, and does nothing to any
   *     other's; called where there are too many, before the client is heard of again
   */
  KeptSessions(MqttSettings settings, Ticker ticker, Consumer<String> forget) {
    var unending = ChronoUnit.FOREVER.getDuration();
    this.sessions =
        Caffeine.newBuilder()
            .ticker(ticker)
            .maximumSize(settings.maxSessions())
            .expireAfter(
                Expiry.<String, Boolean>writing(
                    (_, isConnected) -> isConnected ? unending : settings.sessionExpiry()))
            // not later, when the client may have come back and gone once more
            .evictionListener(
                (@Nullable String clientId, @Nullable Boolean kept, RemovalCause cause) -> {
                  if (cause == RemovalCause.SIZE && clientId != null) {
                    forget.accept(clientId);
                  }
                })
            .build();
  }

  /** A client has logged in that wants its session kept; its time begins when it has gone. */
  void keep(String clientId, ListenableFuture<?> departure) {
    sessions.put(clientId, true);
    departure.addListener(() -> sessions.put(clientId, false), Runnable::run);
  }
}

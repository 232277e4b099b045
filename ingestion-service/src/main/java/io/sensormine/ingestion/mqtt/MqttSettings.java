package io.sensormine.ingestion.mqtt;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import io.micronaut.core.util.StringUtils;
import java.time.Duration;

/**
 * Where MQTT is spoken, and how much of it at a time; {@code sensormine.ingestion.mqtt.*}.
 *
 * @param enabled whether it is spoken at all
 * @param port in the clear, where the service has no certificate
 * @param tlsPort over TLS, where it has one; then nothing listens in the clear
 * @param maxConnections at the same time
 * @param maxPacketBytes of one packet
 * @param receiveMaximum messages of one connection that are not acknowledged yet; MQTT 5 clients
 *     are told, of others no more is read
 * @param maxInFlight messages of all connections that are not committed yet; beyond it no more is
 *     read
 * @param maxInFlightBytes of their payloads, likewise
 * @param tenantShare per cent of both that one tenant's connections may have; beyond it no more is
 *     read of them
 * @param maxSessions that are kept of clients, connected or not
 * @param maxLogIns that are decided at the same time
 * @param maxStrangers connections at the same time that have not logged in; more are closed
 * @param logInWithin after which a connection is closed that has not logged in
 * @param maxKeepAlive within which a client must be heard of; who asks for none is told this one
 * @param sessionExpiry how long it is remembered of a client that wants it that it was here, so
 *     that it sends again what was not acknowledged
 */
@ConfigurationProperties("sensormine.ingestion.mqtt")
public record MqttSettings(
    @Bindable(defaultValue = StringUtils.FALSE) boolean enabled,
    @Bindable(defaultValue = "1883") int port,
    @Bindable(defaultValue = "8883") int tlsPort,
    @Bindable(defaultValue = "10000") int maxConnections,
    @Bindable(defaultValue = "2097152") int maxPacketBytes,
    @Bindable(defaultValue = "500") int receiveMaximum,
    @Bindable(defaultValue = "20000") int maxInFlight,
    @Bindable(defaultValue = "67108864") int maxInFlightBytes,
    @Bindable(defaultValue = "50") int tenantShare,
    @Bindable(defaultValue = "100000") int maxSessions,
    @Bindable(defaultValue = "256") int maxLogIns,
    @Bindable(defaultValue = "1000") int maxStrangers,
    @Bindable(defaultValue = "PT10S") Duration logInWithin,
    @Bindable(defaultValue = "PT10M") Duration maxKeepAlive,
    @Bindable(defaultValue = "PT24H") Duration sessionExpiry) {

  public MqttSettings {
    within("port", port, 1, 65_535);
    within("tls-port", tlsPort, 1, 65_535);
    within("max-connections", maxConnections, 1, 1_000_000);
    within("max-packet-bytes", maxPacketBytes, 1_024, 128 << 20);
    within("receive-maximum", receiveMaximum, 1, 65_535);
    within("max-in-flight", maxInFlight, 1, 10_000_000);
    within("max-in-flight-bytes", maxInFlightBytes, 1_024, Integer.MAX_VALUE);
    within("tenant-share", tenantShare, 1, 100);
    within("max-sessions", maxSessions, 1, 10_000_000);
    within("max-log-ins", maxLogIns, 1, 10_000);
    within("max-strangers", maxStrangers, 1, 1_000_000);
    within("log-in-within", logInWithin, Duration.ofMillis(100), Duration.ofHours(1));
    within("max-keep-alive", maxKeepAlive, Duration.ofSeconds(1), Duration.ofSeconds(65_535));
    within("session-expiry", sessionExpiry, Duration.ZERO, Duration.ofDays(30));
  }

  private static void within(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw invalid(name, value, min, max);
    }
  }

  private static void within(String name, Duration value, Duration min, Duration max) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw invalid(name, value, min, max);
    }
  }

  private static IllegalArgumentException invalid(
      String name, Object value, Object min, Object max) {
    return new IllegalArgumentException(
        "sensormine.ingestion.mqtt.%s is %s, but must be from %s to %s"
            .formatted(name, value, min, max));
  }
}

package io.sensormine.ingestion.mqtt;

import com.hivemq.extension.sdk.api.async.Async;
import com.hivemq.extension.sdk.api.async.TimeoutFallback;
import com.hivemq.extension.sdk.api.auth.SimpleAuthenticator;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthInput;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthOutput;
import com.hivemq.extension.sdk.api.client.parameter.ConnectionInformation;
import com.hivemq.extension.sdk.api.packets.auth.DefaultAuthorizationBehaviour;
import com.hivemq.extension.sdk.api.packets.connect.ConnackReasonCode;
import com.hivemq.extension.sdk.api.packets.connect.ConnectPacket;
import com.hivemq.extension.sdk.api.packets.general.MqttVersion;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.scheduling.TaskExecutors;
import io.sensormine.contracts.device.CredentialIdentity;
import io.sensormine.contracts.device.DeviceStatus;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.rate.Strangers;
import io.sensormine.kit.security.Secrets;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets devices and gateways in by their credentials. Whoever is let in may do nothing of what a
 * broker is for: neither subscribe nor have anything distributed.
 */
@Singleton
final class LogIns implements SimpleAuthenticator {
  private static final Logger LOG = LoggerFactory.getLogger(LogIns.class);
  private static final String CREDENTIAL = "credential";
  private static final String TENANT = "tenant";
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Holders holders;
  private final ExecutorService blocking;
  private final Strangers strangers;
  private final Semaphore turns;
  private final MeterRegistry meters;

  /** What a client is told. */
  private enum Verdict {
    WELCOME(ConnackReasonCode.SUCCESS, ""),
    UNKNOWN(
        ConnackReasonCode.BAD_USER_NAME_OR_PASSWORD,
        "Log in with a device's external id or a gateway's name, and a credential of it."),
    WILL(ConnackReasonCode.NOT_AUTHORIZED, "Will messages are not taken."),
    AWAY(
        ConnackReasonCode.SERVER_UNAVAILABLE,
        "Nobody can be asked about this credential; try again in a moment."),
    BUSY(ConnackReasonCode.SERVER_BUSY, "Too many log in at once; try again in a moment."),
    RATE(
        ConnackReasonCode.CONNECTION_RATE_EXCEEDED,
        "Too many logins were refused of this address; try again in a moment.");

    private final ConnackReasonCode code;
    private final String reason;

    Verdict(ConnackReasonCode code, String reason) {
      this.code = code;
      this.reason = reason;
    }
  }

  LogIns(
      Holders holders,
      Strangers strangers,
      MqttSettings settings,
      @Named(TaskExecutors.BLOCKING) ExecutorService blocking,
      MeterRegistry meters) {
    this.holders = holders;
    this.strangers = strangers;
    this.blocking = blocking;
    this.turns = new Semaphore(settings.maxLogIns());
    this.meters = meters;
  }

  @Override
  public void onConnect(SimpleAuthInput input, SimpleAuthOutput output) {
    var packet = input.getConnectPacket();
    var connection = input.getConnectionInformation();
    if (packet.getWillPublish().isPresent()) {
      decide(output, Verdict.WILL);
    } else if (!mayTry(packet, connection)) {
      refuse(output, Verdict.RATE, rateCode(packet));
    } else if (!turns.tryAcquire()) {
      decide(output, Verdict.BUSY);
    } else {
      var later =
          output.async(PATIENCE, TimeoutFallback.FAILURE, ConnackReasonCode.SERVER_UNAVAILABLE);
      try {
        blocking.execute(() -> judge(packet, connection, later));
      } catch (RejectedExecutionException stopping) {
        turns.release();
        decide(output, Verdict.AWAY);
        later.resume();
      }
    }
  }

  private boolean mayTry(ConnectPacket packet, ConnectionInformation connection) {
    try {
      connection
          .getInetAddress()
          .ifPresent(address -> strangers.requireRoom(address, password(packet).orElse("")));
      return true;
    } catch (ProblemException exhausted) {
      return false;
    }
  }

  @SuppressWarnings("IllegalCatch") // a client that is not answered would wait for nothing
  private void judge(
      ConnectPacket packet, ConnectionInformation connection, Async<SimpleAuthOutput> later) {
    var verdict = Verdict.AWAY;
    try {
      verdict = judge(packet, connection);
      if (verdict == Verdict.UNKNOWN) {
        connection.getInetAddress().ifPresent(strangers::countRefusal);
      }
    } catch (ProblemException away) {
      LOG.debug("a log-in could not be decided", away);
    } catch (RuntimeException e) {
      LOG.error("a log-in could not be decided", e);
    } finally {
      turns.release();
      decide(later.getOutput(), verdict);
      later.resume();
    }
  }

  private Verdict judge(ConnectPacket packet, ConnectionInformation connection) {
    var password = password(packet);
    if (password.isEmpty() || !password.get().startsWith(Secrets.CREDENTIAL_PREFIX)) {
      return Verdict.UNKNOWN;
    }
    var sha256 = Secrets.sha256(password.get());
    var holder = holders.of(sha256);
    if (holder.isEmpty()
        || packet.getUserName().isEmpty()
        || !holder.flatMap(LogIns::name).equals(packet.getUserName())) {
      return Verdict.UNKNOWN;
    }
    strangers.prove(password.get());
    var attributes = connection.getConnectionAttributeStore();
    attributes.putAsString(CREDENTIAL, sha256);
    attributes.putAsString(TENANT, holder.get().tenantId().toString());
    return Verdict.WELCOME;
  }

  /** What to log in as; empty for who may not. */
  private static Optional<String> name(CredentialIdentity identity) {
    var device = identity.device();
    if (device == null) {
      return Optional.ofNullable(identity.name());
    }
    return device.status() == DeviceStatus.RETIRED
        ? Optional.empty()
        : Optional.of(device.externalId());
  }

  private void decide(SimpleAuthOutput output, Verdict verdict) {
    if (verdict == Verdict.WELCOME) {
      output.getDefaultPermissions().setDefaultBehaviour(DefaultAuthorizationBehaviour.DENY);
      output.authenticateSuccessfully();
    } else {
      refuse(output, verdict, verdict.code);
    }
  }

  private void refuse(SimpleAuthOutput output, Verdict verdict, ConnackReasonCode code) {
    var reason = verdict.name().toLowerCase(Locale.ROOT);
    meters.counter("sensormine.ingestion.mqtt.logins.refused", "reason", reason).increment();
    output.failAuthentication(code, verdict.reason);
  }

  /** MQTT 3 clients would be told that they are not authorized, and not come again. */
  private static ConnackReasonCode rateCode(ConnectPacket packet) {
    return packet.getMqttVersion() == MqttVersion.V_5
        ? Verdict.RATE.code
        : ConnackReasonCode.SERVER_BUSY;
  }

  /** The password as text; empty where there is none. */
  static Optional<String> password(ConnectPacket packet) {
    return packet
        .getPassword()
        .map(bytes -> StandardCharsets.UTF_8.decode(bytes.duplicate()).toString());
  }

  /** The SHA-256 of what a connection has logged in with. */
  static String credential(ConnectionInformation connection) {
    return attribute(connection, CREDENTIAL);
  }

  /** Whose connection it is. */
  static UUID tenantId(ConnectionInformation connection) {
    return UUID.fromString(attribute(connection, TENANT));
  }

  private static String attribute(ConnectionInformation connection, String name) {
    return connection
        .getConnectionAttributeStore()
        .getAsString(name)
        .orElseThrow(() -> new IllegalStateException("nobody has logged in here"));
  }
}

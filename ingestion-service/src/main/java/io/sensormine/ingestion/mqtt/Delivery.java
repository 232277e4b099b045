package io.sensormine.ingestion.mqtt;

import io.sensormine.ingestion.credential.Sender;
import io.sensormine.ingestion.intake.Intake;
import io.sensormine.ingestion.intake.Result;
import io.sensormine.ingestion.intake.Shipment;
import io.sensormine.ingestion.intake.TimeRule;
import io.sensormine.ingestion.message.RawMessage;
import io.sensormine.ingestion.rate.SenderRates;
import io.sensormine.ingestion.store.Protocol;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.Translation;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has what one client published committed, and says how to answer. Thread-safe; blocks. */
@Singleton
final class Delivery {
  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
  private static final Duration A_MOMENT = Duration.ofSeconds(1);

  private final Holders holders;
  private final MqttMessages messages;
  private final SenderRates rates;
  private final Intake intake;

  Delivery(Holders holders, MqttMessages messages, SenderRates rates, Intake intake) {
    this.holders = holders;
    this.messages = messages;
    this.rates = rates;
    this.intake = intake;
  }

  /** What came of it. */
  sealed interface Outcome {
    /**
     * All is dealt with.
     *
     * @param acknowledgements of each, in their order
     */
    record Done(List<Acknowledgement> acknowledgements) implements Outcome {}

    /** There is no room: to be tried again. */
    record Full(Duration pause) implements Outcome {}

    /**
     * The database does not get to it for now: to be tried again, for a while.
     *
     * @param otherwise how it ends where that does not help
     */
    record Hindered(Duration pause, Ending otherwise) implements Outcome {}

    /** It cannot go on: the connection has to end, and nothing is acknowledged. */
    record Over(Ending ending) implements Outcome {}

    /**
     * The first of it is dealt with, the rest is not.
     *
     * @param acknowledgements of the first, in their order; not empty
     * @param rest what came of those that follow
     */
    record Begun(List<Acknowledgement> acknowledgements, Outcome rest) implements Outcome {}
  }

  /** Delivers what came one after the other by the credential with this SHA-256. */
  @SuppressWarnings("IllegalCatch") // whatever it is, the client has to be told
  Outcome deliver(String credential, List<Incoming> publishes) {
    var answers = new ArrayList<Acknowledgement>(publishes.size());
    try {
      var holder = holders.of(credential);
      if (holder.isEmpty()) {
        return new Outcome.Over(Ending.revoked());
      }
      deliver(Sender.of(credential, holder.get()), publishes, answers);
      return new Outcome.Done(answers);
    } catch (ProblemException refused) {
      return after(answers, refused(refused));
    } catch (RuntimeException e) {
      return after(answers, failed(e));
    }
  }

  /** What is committed is answered for, whatever becomes of the rest: else it would come again. */
  private static Outcome after(List<Acknowledgement> answers, Outcome rest) {
    return answers.isEmpty() ? rest : new Outcome.Begun(answers, rest);
  }

  /** Publishes of one message each go together; an array goes alone, for its times' sake. */
  private void deliver(Sender sender, List<Incoming> publishes, List<Acknowledgement> answers) {
    var together = new ArrayList<Parcel>();
    for (var publish : publishes) {
      var parcel = parcel(sender, publish);
      if (!parcel.isSingle()) {
        take(sender, together, TimeRule.EACH, answers);
        together.clear();
        take(sender, List.of(parcel), TimeRule.ALONE, answers);
      } else {
        together.add(parcel);
      }
    }
    take(sender, together, TimeRule.EACH, answers);
  }

  /**
   * A publish and its messages.
   *
   * @param refusal where nothing of it is taken
   */
  private record Parcel(
      Incoming publish, List<RawMessage> messages, @Nullable Acknowledgement refusal) {
    private boolean isSingle() {
      return messages.size() <= 1;
    }
  }

  private Parcel parcel(Sender sender, Incoming publish) {
    var topic = Topic.of(publish.topic());
    if (topic.isPresent() && topic.get().isOfGateway() == sender.speaksForAll()) {
      return new Parcel(publish, messages.of(topic.get(), publish.payload()), null);
    }
    return new Parcel(
        publish,
        List.of(),
        Acknowledgement.notAuthorized(
            sender.speaksForAll()
                ? "A gateway publishes to sensormine/v1/{externalId}/telemetry."
                : "A device publishes to sensormine/v1/telemetry."));
  }

  private void take(
      Sender sender, List<Parcel> parcels, TimeRule timeRule, List<Acknowledgement> answers) {
    var all = parcels.stream().flatMap(parcel -> parcel.messages().stream()).toList();
    var arrivals =
        parcels.stream()
            .flatMap(parcel -> parcel.messages().stream().map(_ -> parcel.publish().receivedAt()))
            .toList();
    var results = List.<Result>of();
    if (!all.isEmpty()) {
      rates.await(sender, all);
      results =
          intake.take(
              new Shipment(
                  sender, Protocol.MQTT, arrivals.getFirst(), all, timeRule, true, arrivals));
    }
    int at = 0;
    for (var parcel : parcels) {
      int next = at + parcel.messages().size();
      answers.add(
          parcel.refusal() == null
              ? Acknowledgement.of(parcel.messages(), results.subList(at, next))
              : parcel.refusal());
      at = next;
    }
  }

  private static Outcome refused(ProblemException refused) {
    return switch (refused.type()) {
      case OVERLOADED, TOO_MANY_REQUESTS -> new Outcome.Full(pause(refused));
      case UNAUTHENTICATED -> new Outcome.Over(Ending.revoked());
      case DEPENDENCY_UNAVAILABLE, DATABASE_UNAVAILABLE ->
          new Outcome.Over(Ending.away(refused.detail()));
      default -> failed(refused);
    };
  }

  private static Duration pause(ProblemException refused) {
    var pause = refused.retryAfter();
    return pause == null ? A_MOMENT : pause;
  }

  /**
   * Whatever holds a database up passes, and one that is away comes back; what it refuses, it would
   * refuse again. Neither the statement nor its values are to be in a log, so that an SQLException
   * is told by its SQLSTATE.
   */
  static Outcome failed(RuntimeException e) {
    var problem = new Translation().problem(e);
    var state = Translation.sqlState(e);
    return switch (problem.type()) {
      case OVERLOADED -> {
        LOG.warn(
            "an MQTT client waits, for the database is held up: SQLSTATE {}", state.orElse(""));
        yield new Outcome.Hindered(
            pause(problem), Ending.away("The database is held up; connect and send this again."));
      }
      case DATABASE_UNAVAILABLE -> {
        LOG.warn("an MQTT client is cut off, for the database is away");
        yield new Outcome.Over(
            Ending.away("The database cannot be reached; connect and send this again."));
      }
      default -> {
        state.ifPresentOrElse(
            code ->
                LOG.error(
                    "an MQTT client is cut off, for the database refused a statement: SQLSTATE {}",
                    code),
            () ->
                LOG.error(
                    "an MQTT client is cut off, for what it sent could not be dealt with", e));
        yield new Outcome.Over(Ending.failed());
      }
    };
  }
}

package io.sensormine.ingestion.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.core.propagation.PropagatedContext;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.ServerHttpRequest;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.security.authentication.Authentication;
import io.sensormine.ingestion.body.Bodies;
import io.sensormine.ingestion.body.Body;
import io.sensormine.ingestion.credential.Sender;
import io.sensormine.ingestion.intake.Intake;
import io.sensormine.ingestion.intake.Result;
import io.sensormine.ingestion.intake.Shipment;
import io.sensormine.ingestion.message.IngestionLimits;
import io.sensormine.ingestion.message.MessageSplitter;
import io.sensormine.ingestion.message.RawMessage;
import io.sensormine.ingestion.rate.SenderRates;
import io.sensormine.ingestion.store.Protocol;
import io.sensormine.kit.transport.Connection;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

/**
 * Takes the messages of a request. A small one is judged by the thread that received it, and its
 * answer is made there once it is committed: to hand it to another thread and back takes longer
 * than to judge it. What is large, or needs to wait or to ask, has a thread of its own.
 * Thread-safe.
 */
@Singleton
final class Taking {
  private final Bodies bodies;
  private final MessageSplitter splitter;
  private final Intake intake;
  private final SenderRates rates;
  private final IngestionLimits limits;
  private final Clock clock;
  private final ExecutorService waiting;
  private final Counter atOnce;

  Taking(
      Bodies bodies,
      MessageSplitter splitter,
      Intake intake,
      SenderRates rates,
      IngestionLimits limits,
      Clock clock,
      @Named(TaskExecutors.BLOCKING) ExecutorService waiting,
      MeterRegistry meters) {
    this.bodies = bodies;
    this.splitter = splitter;
    this.intake = intake;
    this.rates = rates;
    this.limits = limits;
    this.clock = clock;
    this.waiting = waiting;
    this.atOnce =
        Counter.builder("sensormine.ingestion.requests.at.once")
            .description("Requests that were taken by the thread that received them")
            .register(meters);
  }

  /** Comes to the answer once what was taken is committed. */
  CompletionStage<HttpResponse<?>> take(
      ServerHttpRequest<?> request, Authentication authentication, boolean dryRun) {
    var sender = Sender.of(authentication);
    var receiver = dryRun ? null : Connection.threadAtWork(request);
    var body = receiver == null ? null : bodies.atOnce(request, sender.tenantId());
    return receiver == null || body == null
        ? waiting(() -> whole(request, sender, dryRun))
        : atOnce(request, sender, body, receiver);
  }

  private CompletionStage<HttpResponse<?>> waiting(Supplier<HttpResponse<?>> work) {
    return CompletableFuture.supplyAsync(PropagatedContext.wrapCurrent(work), waiting);
  }

  private HttpResponse<?> whole(ServerHttpRequest<?> request, Sender sender, boolean dryRun) {
    try (var body = bodies.whole(request, sender.tenantId())) {
      var shipment = shipment(sender, body);
      var results = dryRun ? intake.rehearse(shipment) : intake.take(shipment);
      return reply(request, shipment.messages(), results);
    }
  }

  @SuppressWarnings("IllegalCatch") // whatever it is, the body's room is given back
  private CompletionStage<HttpResponse<?>> atOnce(
      ServerHttpRequest<?> request, Sender sender, Body body, Executor receiver) {
    try {
      var shipment = shipment(sender, body);
      var taken = intake.takeAtOnce(shipment, receiver);
      if (taken == null) {
        return waiting(() -> taken(request, shipment, body));
      }
      atOnce.increment();
      return taken
          .whenComplete((_, _) -> body.close())
          .thenApply(results -> reply(request, shipment.messages(), results));
    } catch (RuntimeException | Error e) {
      body.close();
      throw e;
    }
  }

  private HttpResponse<?> taken(ServerHttpRequest<?> request, Shipment shipment, Body body) {
    try (body) {
      return reply(request, shipment.messages(), intake.take(shipment));
    }
  }

  private Shipment shipment(Sender sender, Body body) {
    var messages = splitter.split(body.bytes());
    rates.admit(sender, messages);
    return Shipment.of(sender, Protocol.HTTP, clock.instant(), messages);
  }

  private HttpResponse<?> reply(
      ServerHttpRequest<?> request, List<RawMessage> messages, List<Result> results) {
    return Replies.of(request, Answer.of(messages, results, limits.maxErrors()));
  }
}

package io.sensormine.standalone.across;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.testing.Http.Answer;
import io.sensormine.standalone.across.Identity.Promise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks questions as somebody, holds the answers to what was promised, and keeps count. */
final class AccessMatrix {
  private static final int AT_ONCE = 16;
  private static final String PLATFORMS_LOG = "/api/v1/security-events";
  private static final String PROBLEM = "application/problem+json";
  private static final String INFLUXDBS_PATH = "/api/v2/write";
  private static final Map<Integer, String> INFLUXDBS_WORDS =
      Map.of(401, "unauthorized", 403, "forbidden");
  private static final Set<String> MEMBERS =
      Set.of("type", "title", "status", "detail", "instance", "errors");

  private final Platform platform;
  private final List<String> telltales;
  private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();

  AccessMatrix(Platform platform, Belongings ours) {
    this.platform = platform;
    this.telltales = ours.telltales();
  }

  /** A question that was answered. */
  record Asked(String operation, String identity, String path, int status) {}

  /** Does something for every operation and identity with such a promise, several at once. */
  void askAll(
      Collection<Operation> operations,
      Collection<Identity> identities,
      Predicate<Promise> promised,
      BiConsumer<Operation, Identity> asking) {
    var turns = new Semaphore(AT_ONCE);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var operation : operations) {
        for (var identity : identities) {
          if (promised.test(identity.promise(operation))) {
            threads.execute(() -> {
              turns.acquireUninterruptibly();
              try {
                asking.accept(operation, identity);
              } catch (RuntimeException | AssertionError broken) {
                failures.add("%s as %s: %s".formatted(operation, identity, broken));
              } finally {
                turns.release();
              }
            });
          }
        }
      }
    }
  }

  /** What did not hold, in order; from now on none of it counts. */
  List<String> takeFailures() {
    var taken = failures.stream().sorted().toList();
    failures.clear();
    return taken;
  }

  /** Holds a refusal to its status and shape, and to telling nothing. */
  void refuses(Question question, Identity identity) {
    var answer = ask(question, identity);
    var promise = identity.promise(question.operation());
    var kept =
        switch (promise) {
          case UNAUTHENTICATED -> is(answer, 401, "unauthenticated");
          case FORBIDDEN -> is(answer, 403, "forbidden") || is(answer, 403, "tenant-not-allowed");
          case TENANT_REQUIRED -> is(answer, 400, "tenant-required");
          case PASSES_OR_TENANT_REQUIRED -> is(answer, 400, "tenant-required") || hasPassed(answer);
          case PASSES -> false;
        };
    if (!kept) {
      fail(question, identity, answer, "is promised " + promise);
    } else if (!(promise == Promise.PASSES_OR_TENANT_REQUIRED && hasPassed(answer))) {
      refusal(question, identity, answer);
    }
    tells(question, identity, answer);
  }

  /** Holds the answers about ours and about nobody's to be alike, and to telling nothing. */
  void tellsNoDifference(Question ofOurs, Question ofNobodys, Identity identity) {
    var answer = ask(ofOurs, identity);
    var other = ask(ofNobodys, identity);
    if (answer.status() != other.status() || !code(answer).equals(code(other))) {
      fail(ofOurs, identity, answer, "differs from %d %s".formatted(other.status(), other.text()));
    }
    if (answer.status() >= 500
        || (Question.namesAThing(ofOurs.operation())
            && !Set.of(400, 404, 422).contains(answer.status()))
        || (Question.namesAThing(ofOurs.operation())
            && ofOurs.body() == null
            && answer.status() != 404)) {
      fail(ofOurs, identity, answer, "is about what is not theirs");
    }
    tells(ofOurs, identity, answer);
  }

  /** Holds an answer to be of one of some statuses. */
  void answers(Question question, Identity identity, Set<Integer> statuses) {
    var answer = ask(question, identity);
    if (!statuses.contains(answer.status())) {
      fail(question, identity, answer, "should be one of " + statuses);
    }
  }

  /** Holds an answer to be anything but a refusal of the one who asks. */
  void passes(Question question, Identity identity) {
    var answer = ask(question, identity);
    if (!hasPassed(answer)) {
      fail(question, identity, answer, "should pass the gate");
    }
  }

  private Answer ask(Question question, Identity identity) {
    var answer = question.ask(identity.http(platform, question.operation().service()));
    asked.add(
        new Asked(
            question.operation().toString(), identity.name(), question.path(), answer.status()));
    return answer;
  }

  private static boolean is(Answer answer, int status, String problem) {
    return answer.status() == status
        && (code(answer).equals(problem) || isInfluxDbs(answer, INFLUXDBS_WORDS.get(status)));
  }

  /** At InfluxDB's own path, refusals have the form that its clients read. */
  private static boolean isInfluxDbs(Answer answer, @Nullable String code) {
    return answer.body().path("code").asText().equals(code)
        && Set.of("code", "message").equals(members(answer));
  }

  private static Set<String> members(Answer answer) {
    return answer.body().properties().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
  }

  /** The problem's code; empty where the answer is none. */
  private static String code(Answer answer) {
    return answer.header("Content-Type").startsWith(PROBLEM) ? answer.problem() : "";
  }

  /** Whoever passes is not refused for who it is, and nothing breaks. */
  private static boolean hasPassed(Answer answer) {
    return answer.status() != 401
        && answer.status() != 403
        && answer.status() != 429
        && answer.status() < 500;
  }

  private void refusal(Question question, Identity identity, Answer answer) {
    if (question.operation().path().equals(INFLUXDBS_PATH)) {
      if (!isInfluxDbs(answer, INFLUXDBS_WORDS.get(answer.status()))) {
        fail(question, identity, answer, "is no plain refusal of InfluxDB's");
      }
      return;
    }
    JsonNode body = answer.body();
    var members = members(answer);
    if (!answer.header("Content-Type").startsWith(PROBLEM)
        || !members.equals(MEMBERS)
        || body.path("status").asInt() != answer.status()
        || !body.path("errors").isEmpty()) {
      fail(question, identity, answer, "is no plain problem");
    }
  }

  private void tells(Question question, Identity identity, Answer answer) {
    if (PLATFORMS_LOG.equals(question.operation().path())
        && identity.roles().contains(Roles.PLATFORM_ADMIN)) {
      // which tenants were made is theirs to know
      return;
    }
    var said = question.path() + question.body() + identity.tenant();
    var told =
        telltales.stream()
            .filter(telltale -> !said.contains(telltale) && answer.text().contains(telltale))
            .toList();
    if (!told.isEmpty()) {
      fail(question, identity, answer, "tells of " + told);
    }
  }

  private void fail(Question question, Identity identity, Answer answer, String what) {
    failures.add(
        "%s as %s %s: %s %s got %d %s"
            .formatted(
                question.operation(),
                identity,
                what,
                question.path(),
                question.body(),
                answer.status(),
                answer.text()));
  }

  /** Prints the sums and writes every question to a file. */
  void report(int operations, int identities, Path file) throws IOException {
    var statuses = new TreeMap<Integer, Integer>();
    asked.forEach(it -> statuses.merge(it.status(), 1, Integer::sum));
    var all = new LinkedHashMap<String, Object>();
    all.put("operations", operations);
    all.put("identities", identities);
    all.put("requests", asked.size());
    all.put("answersByStatus", statuses);
    var sums = new LinkedHashMap<>(all);
    all.put("asked", new ArrayList<>(asked));
    Files.createDirectories(file.toAbsolutePath().getParent());
    new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), all);

    System.out.println("Access matrix: " + sums);
  }
}

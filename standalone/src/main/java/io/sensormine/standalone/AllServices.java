package io.sensormine.standalone;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.sensormine.kit.service.ServiceContext;
import io.sensormine.standalone.home.Service;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The five services in one JVM, each its own application context that sees only its own beans and
 * configuration; they talk HTTP as they do apart. Ends when its standard input does: so it never
 * outlives the supervisor that started it.
 */
public final class AllServices {
  private static final Logger LOG = LoggerFactory.getLogger(AllServices.class);

  private AllServices() {}

  public static void main(String[] arguments) throws InterruptedException {
    Thread.ofPlatform().daemon().name("supervisor-watch").start(AllServices::endWithSupervisor);
    try {
      var contexts = startAll();
      Runtime.getRuntime()
          .addShutdownHook(
              Thread.ofPlatform().unstarted(() -> contexts.reversed().forEach(AllServices::stop)));
      LOG.info("All services are up");
    } catch (ExecutionException e) {
      LOG.error("A service cannot start", e.getCause());
      System.exit(1);
    }
  }

  private static List<ApplicationContext> startAll()
      throws InterruptedException, ExecutionException {
    try (var starters = Executors.newFixedThreadPool(Service.values().length)) {
      List<Future<ApplicationContext>> starting =
          Arrays.stream(Service.values())
              .map(service -> starters.submit(() -> start(service)))
              .toList();
      var contexts = new ArrayList<ApplicationContext>();
      for (var one : starting) {
        contexts.add(one.get());
      }
      return contexts;
    }
  }

  private static ApplicationContext start(Service service) {
    var context = ServiceContext.of(service.moduleName()).start();
    var server = context.getBean(EmbeddedServer.class).start();
    LOG.info("{} listens on port {}", service.moduleName(), server.getPort());
    return context;
  }

  private static void stop(ApplicationContext context) {
    try {
      context.close();
    } catch (RuntimeException e) {
      LOG.warn("A service did not stop cleanly", e);
    }
  }

  private static void endWithSupervisor() {
    try {
      while (System.in.read() >= 0) {
        // nothing is ever said there; its end is what matters
      }
    } catch (IOException e) {
      LOG.warn("The supervisor cannot be watched", e);
    }
    System.exit(0);
  }
}

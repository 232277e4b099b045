package io.sensormine.kit.security;

import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.TaskScheduler;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the issuers' keys from the start on, whether or not a token has come: what a service has to
 * go on with, when an issuer goes away, is then never old.
 */
@Singleton
@Requires(beans = TaskScheduler.class)
final class KeysKeptFresh implements ApplicationEventListener<ServerStartupEvent> {
  private static final Logger LOG = LoggerFactory.getLogger(KeysKeptFresh.class);

  private final @Nullable RemoteKeys identity;
  private final RemoteKeys provider;
  private final OidcSettings settings;
  private final TaskScheduler scheduler;
  private final List<ScheduledFuture<?>> tasks = new CopyOnWriteArrayList<>();

  KeysKeptFresh(
      @io.micronaut.core.annotation.Nullable @Named(RemoteKeysFactory.IDENTITY) RemoteKeys identity,
      @Named(RemoteKeysFactory.PROVIDER) RemoteKeys provider,
      OidcSettings settings,
      @Named(TaskExecutors.SCHEDULED) TaskScheduler scheduler) {
    this.identity = identity;
    this.provider = provider;
    this.settings = settings;
    this.scheduler = scheduler;
  }

  @Override
  public void onApplicationEvent(ServerStartupEvent event) {
    if (identity != null) {
      tasks.add(identity.keepFresh(scheduler));
    }
    if (settings.isGiven()) {
      if (!settings.inTheClear().isEmpty()) {
        LOG.warn(
            "{}: http, not https. Whoever can change what is read from there can make keys, and"
                + " with them tokens of anybody, that are good here",
            String.join(", ", settings.inTheClear()));
      }
      tasks.add(provider.keepFresh(scheduler));
    }
  }

  @PreDestroy
  void stop() {
    tasks.forEach(task -> task.cancel(true));
  }
}

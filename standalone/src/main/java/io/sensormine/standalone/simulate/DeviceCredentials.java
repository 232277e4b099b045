package io.sensormine.standalone.simulate;

import io.sensormine.standalone.client.Api;
import io.sensormine.standalone.home.CommandException;
import io.sensormine.standalone.home.Ports;
import io.sensormine.standalone.home.SecretStore;
import io.sensormine.standalone.home.Service;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A credential of each device: the one kept from the last time where it still holds. */
public final class DeviceCredentials {
  private static final int AT_ONCE = 8;
  private static final int UNAUTHORIZED = 401;

  private final Api devices;
  private final String ingestion;
  private final SecretStore secrets;

  /** Issues credentials as who made the devices. */
  public DeviceCredentials(Fleet fleet, Ports ports, SecretStore secrets) {
    this.devices = fleet.devices();
    this.ingestion = ports.url(Service.INGESTION);
    this.secrets = secrets;
  }

  /** The credentials of devices by their ids, in that order; what is new is kept. */
  public List<String> of(List<String> ids) {
    var work = ids.stream().map(id -> (Callable<String>) () -> of(id)).toList();
    try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
      var credentials = threads.invokeAll(work).stream().map(DeviceCredentials::result).toList();
      Map<String, String> kept = new HashMap<>();
      for (int at = 0; at < ids.size(); at++) {
        kept.put(name(ids.get(at)), credentials.get(at));
      }
      secrets.putAll(kept);
      return credentials;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("Interrupted.", e);
    }
  }

  private static String result(Future<String> work) {
    try {
      return work.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof CommandException refusal
          ? refusal
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("Interrupted.", e);
    }
  }

  private String of(String id) {
    return secrets
        .find(name(id))
        .filter(this::holds)
        .orElseGet(() ->
            devices
                .post("/api/v1/devices/%s/credentials".formatted(id), Map.of("name", "simulated"))
                .orFail("Issuing a credential")
                .path("token")
                .asText());
  }

  private boolean holds(String credential) {
    var nothing =
        new Api(ingestion, credential, null).post("/api/v1/telemetry?dryRun=true", List.of());
    return nothing.status() != UNAUTHORIZED;
  }

  private static String name(String id) {
    return "DEMO_CREDENTIAL_" + id;
  }
}

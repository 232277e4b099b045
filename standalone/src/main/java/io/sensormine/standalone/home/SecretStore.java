package io.sensormine.standalone.home;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * An instance's secrets, made once and kept in a file that only its owner may read. Their names are
 * the environment variables that services read them from, or begin with {@code DEMO_}.
 */
public final class SecretStore {
  /** The first platform admin. */
  public static final String ADMIN_EMAIL = "SENSORMINE_BOOTSTRAP_EMAIL";

  public static final String ADMIN_PASSWORD = "SENSORMINE_BOOTSTRAP_PASSWORD";

  /** The password of the demo tenant's admin. */
  public static final String DEMO_PASSWORD = "DEMO_PASSWORD";

  /** The demo tenant's gateway credential, there once it has been issued. */
  public static final String DEMO_GATEWAY_CREDENTIAL = "DEMO_GATEWAY_CREDENTIAL";

  private static final List<String> GENERATED =
      List.of(
          "SENSORMINE_CONFIG_ADMIN_PASSWORD",
          "SENSORMINE_TIMESERIES_ADMIN_PASSWORD",
          "SENSORMINE_IDENTITY_OWNER_PASSWORD",
          "SENSORMINE_IDENTITY_PASSWORD",
          "SENSORMINE_REGISTRY_OWNER_PASSWORD",
          "SENSORMINE_REGISTRY_PASSWORD",
          "SENSORMINE_DEVICE_OWNER_PASSWORD",
          "SENSORMINE_DEVICE_PASSWORD",
          "SENSORMINE_TELEMETRY_OWNER_PASSWORD",
          "SENSORMINE_TELEMETRY_WRITER_PASSWORD",
          "SENSORMINE_TELEMETRY_READER_PASSWORD",
          "SENSORMINE_REGISTRY_CLIENT_SECRET",
          "SENSORMINE_DEVICE_CLIENT_SECRET",
          "SENSORMINE_INGESTION_CLIENT_SECRET",
          "SENSORMINE_QUERY_CLIENT_SECRET",
          ADMIN_PASSWORD,
          DEMO_PASSWORD);

  private static final String KEY_ENCRYPTION_KEY = "SENSORMINE_KEY_ENCRYPTION_KEY";
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path file;
  private final Map<String, String> secrets;
  private final Map<String, String> given = new LinkedHashMap<>();

  private SecretStore(Path file, Map<String, String> secrets) {
    this.file = file;
    this.secrets = secrets;
  }

  /**
   * Reads an instance's secrets, making those that are missing. What the environment gives wins and
   * is not kept.
   */
  public static SecretStore open(Home home, Map<String, String> environment) {
    var store = new SecretStore(home.secrets(), new LinkedHashMap<>(read(home.secrets())));
    var before = Map.copyOf(store.secrets);
    for (var name : GENERATED) {
      store.secrets.computeIfAbsent(
          name, missing -> random(Base64.getUrlEncoder().withoutPadding()));
    }
    store.secrets.computeIfAbsent(KEY_ENCRYPTION_KEY, missing -> random(Base64.getEncoder()));
    store.secrets.putIfAbsent(ADMIN_EMAIL, "admin@sensormine.example");
    if (!before.equals(store.secrets)) {
      store.write();
    }
    for (var name : List.copyOf(store.secrets.keySet())) {
      var given = environment.get(name);
      if (given != null && !given.isBlank()) {
        store.given.put(name, given);
      }
    }
    return store;
  }

  /** A secret; it is there for every name but the credential of the demo. */
  public Optional<String> find(String name) {
    return Optional.ofNullable(given.getOrDefault(name, secrets.get(name)));
  }

  /** A secret that every instance has. */
  public String get(String name) {
    return find(name).orElseThrow(() -> new IllegalArgumentException("no secret named " + name));
  }

  /** Keeps one more secret, or replaces one. */
  public void put(String name, String value) {
    putAll(Map.of(name, value));
  }

  /** Keeps several, in one write. */
  public void putAll(Map<String, String> more) {
    secrets.putAll(more);
    write();
  }

  /** All that services read from their environment. */
  public Map<String, String> environment() {
    var all = new LinkedHashMap<>(secrets);
    all.putAll(given);
    all.keySet().removeIf(name -> name.startsWith("DEMO_"));
    return all;
  }

  private void write() {
    var properties = new Properties();
    properties.putAll(secrets);
    try (var out = new ByteArrayOutputStream()) {
      properties.store(out, "Sensormine's secrets on this machine; keep them to yourself");
      Home.writePrivately(file, out.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> read(Path file) {
    var properties = new Properties();
    if (Files.exists(file)) {
      try (var in = Files.newInputStream(file)) {
        properties.load(in);
      } catch (IOException e) {
        throw new CommandException("The secrets in " + file + " cannot be read.", e);
      }
    }
    var secrets = new LinkedHashMap<String, String>();
    properties.stringPropertyNames().stream()
        .sorted()
        .forEach(name -> secrets.put(name, properties.getProperty(name)));
    return secrets;
  }

  private static String random(Base64.Encoder encoder) {
    var bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return encoder.encodeToString(bytes);
  }

  @Override
  public String toString() {
    return "SecretStore[" + file + "]";
  }
}

package io.sensormine.ingestion.status;

import static java.util.stream.Collectors.groupingBy;

import io.micronaut.http.client.exceptions.HttpClientResponseException;
import io.sensormine.contracts.device.DeviceSelection;
import io.sensormine.contracts.device.DeviceStatus;
import io.sensormine.contracts.device.IngestView;
import io.sensormine.ingestion.reference.Devices;
import io.sensormine.ingestion.reference.SchemaVersions;
import io.sensormine.ingestion.reference.SchemaVersions.Choice;
import io.sensormine.ingestion.status.Word.KnownAs;
import io.sensormine.kit.memory.Age;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks about devices as ingestion does for their messages, and so finds out whether their messages
 * can be admitted. Thread-safe; blocks.
 */
@Singleton
final class DeviceWords {
  private static final Logger LOG = LoggerFactory.getLogger(DeviceWords.class);

  private final Devices devices;
  private final SchemaVersions versions;

  /**
   * What asking came to.
   *
   * @param away whether a service that admits messages is away; then words are missing
   */
  record Answer(List<Word> words, boolean away) {}

  DeviceWords(Devices devices, SchemaVersions versions) {
    this.devices = devices;
    this.versions = versions;
  }

  /** What is known of devices, of any tenants; stops where a service is away. */
  @SuppressWarnings("IllegalCatch") // whatever keeps a service from answering
  Answer ask(List<Heard> heard) {
    var words = new ArrayList<Word>();
    for (var ofTenant : heard.stream().collect(groupingBy(Heard::tenantId)).entrySet()) {
      try {
        words.addAll(ask(ofTenant.getKey(), ofTenant.getValue()));
      } catch (HttpClientResponseException e) {
        if (e.getStatus().getCode() >= 500) {
          return away(words, e);
        }
        LOG.debug("device-api tells nothing of tenant {}", ofTenant.getKey(), e);
      } catch (RuntimeException e) {
        return away(words, e);
      }
    }
    return new Answer(words, false);
  }

  private static Answer away(List<Word> words, RuntimeException e) {
    LOG.debug("a service that admits messages is away", e);
    return new Answer(words, true);
  }

  private List<Word> ask(UUID tenantId, List<Heard> heard) {
    var ids = heard.stream().map(Heard::deviceId).toList();
    var found = devices.askedNow(tenantId, ids);
    if (found.isEmpty()) {
      return List.of();
    }
    var types = new HashMap<UUID, Optional<IngestView>>();
    var words = new ArrayList<Word>();
    for (var id : ids) {
      word(tenantId, id, found.get(), types).ifPresent(words::add);
    }
    return words;
  }

  private Optional<Word> word(
      UUID tenantId,
      UUID id,
      Map<UUID, DeviceSelection.Item> found,
      Map<UUID, Optional<IngestView>> types) {
    var device = found.get(id);
    if (device == null) {
      return Optional.of(new Word(id, KnownAs.GONE, null));
    }
    if (device.status() == DeviceStatus.RETIRED) {
      return Optional.of(new Word(id, KnownAs.RETIRED, null));
    }
    return types
        .computeIfAbsent(device.deviceTypeId(), type -> type(tenantId, type))
        .map(type -> new Word(id, KnownAs.LIVE, type.offlineAfter()));
  }

  private Optional<IngestView> type(UUID tenantId, UUID typeId) {
    var type = devices.type(tenantId, typeId, Age.USUAL);
    // whether messages of this type are admitted: 503 where they are not
    type.flatMap(view -> Choice.of(tenantId, view))
        .ifPresent(choice -> versions.chosen(choice, Age.USUAL));
    return type;
  }
}

package io.sensormine.query.device;

import io.sensormine.contracts.device.IngestView;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The device types of the tenant at hand, archived ones too, as device-api knows them. */
@Singleton
public final class DeviceTypes {
  private static final int AT_ONCE = 500;
  private static final int MOST = 10_000;

  private final DeviceClient client;

  DeviceTypes(DeviceClient client) {
    this.client = client;
  }

  /** One of them; empty where the tenant has none of that id. */
  public Optional<IngestView> one(UUID id) {
    return client.ingestView(id);
  }

  /** All of them, in order of id; 422 {@code over-budget} where they are more than 10,000. */
  public List<IngestView> all() {
    var all = new ArrayList<IngestView>();
    String cursor = null;
    do {
      var page = client.ingestViews(AT_ONCE, cursor);
      all.addAll(page.items());
      cursor = page.nextCursor();
      if (all.size() > MOST) {
        throw ProblemException.of(
            ProblemType.OVER_BUDGET,
            "You have more than %,d device types; name one by deviceTypeId.".formatted(MOST));
      }
    } while (cursor != null);
    return all;
  }
}

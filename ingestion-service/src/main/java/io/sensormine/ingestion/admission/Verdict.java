package io.sensormine.ingestion.admission;

import io.sensormine.ingestion.message.Flaw;
import io.sensormine.ingestion.message.RejectionCode;
import io.sensormine.ingestion.store.TelemetryRecord;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whether a message is let in. */
public sealed interface Verdict {
  /** It is, as this. */
  record Admitted(TelemetryRecord telemetry) implements Verdict {}

  /**
   * It is not.
   *
   * @param flaws why, at least one
   * @param deviceId whose it is; null where that is not known
   * @param versionId the schema version that refuses it; null where none was reached
   */
  record Refused(List<Flaw> flaws, @Nullable UUID deviceId, @Nullable UUID versionId)
      implements Verdict {
    public Refused {
      flaws = List.copyOf(flaws);
    }

    /** Whether what other services know had a part in it, so that newer news might change it. */
    public boolean restsOnReferences() {
      return deviceId != null || flaws.getFirst().code() == RejectionCode.UNKNOWN_DEVICE;
    }
  }
}

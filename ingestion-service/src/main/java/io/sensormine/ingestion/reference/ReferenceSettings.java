package io.sensormine.ingestion.reference;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * How long what other services know is remembered here. A refusal never rests on anything older
 * than a second.
 *
 * @param freshCredentials how long a credential is taken as it was; a revocation holds after it
 * @param freshDevices the same of a gateway's devices
 * @param freshTypes the same of device types
 * @param freshVersions the same of which schema version is in force
 * @param staleness how long the last word is used while the service that gives it is away
 * @param maxCredentials how many credentials are remembered; as many unknown ones beside them
 * @param maxDevices how many devices
 * @param maxTypes how many device types
 * @param maxVersions how many choices of a version, and how many versions compiled
 * @param maxLookups how many credentials that were never seen are asked about at the same time
 */
@ConfigurationProperties("sensormine.ingestion.references")
public record ReferenceSettings(
    @Bindable(defaultValue = "PT30S") Duration freshCredentials,
    @Bindable(defaultValue = "PT5S") Duration freshDevices,
    @Bindable(defaultValue = "PT5S") Duration freshTypes,
    @Bindable(defaultValue = "PT5S") Duration freshVersions,
    @Bindable(defaultValue = "PT10M") Duration staleness,
    @Bindable(defaultValue = "100000") int maxCredentials,
    @Bindable(defaultValue = "100000") int maxDevices,
    @Bindable(defaultValue = "10000") int maxTypes,
    @Bindable(defaultValue = "2000") int maxVersions,
    @Bindable(defaultValue = "8") int maxLookups) {

  private static final Duration REVOCATION_HOLDS_WITHIN = Duration.ofSeconds(60);

  public ReferenceSettings {
    fresh("fresh-credentials", freshCredentials);
    fresh("fresh-devices", freshDevices);
    fresh("fresh-types", freshTypes);
    fresh("fresh-versions", freshVersions);
    if (staleness.isNegative()) {
      throw invalid("staleness", "is negative");
    }
    if (maxCredentials < 1 || maxDevices < 1 || maxTypes < 1 || maxVersions < 1 || maxLookups < 1) {
      throw invalid("max-…", "must each be at least 1");
    }
  }

  private static void fresh(String name, Duration duration) {
    if (duration.isNegative() || duration.compareTo(REVOCATION_HOLDS_WITHIN) >= 0) {
      throw invalid(name, "must be from 0 to less than " + REVOCATION_HOLDS_WITHIN);
    }
  }

  private static IllegalArgumentException invalid(String name, String why) {
    return new IllegalArgumentException("sensormine.ingestion.references." + name + " " + why);
  }
}

package io.sensormine.device.type;

import io.sensormine.device.BrokenConstraint;
import io.sensormine.device.registry.SchemaReferences;
import io.sensormine.device.registry.SelectedVersions;
import io.sensormine.device.type.impact.Impact;
import io.sensormine.kit.http.Revision;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Changes of device types: what the registry must say is asked first, outside any transaction, and
 * what the database can say is decided within the one that writes.
 */
@Singleton
class DeviceTypeChanges {
  private final DeviceTypes types;
  private final DeviceTypeRepository rows;
  private final DeviceTypeVersionRepository versions;
  private final Snapshots snapshots;
  private final SchemaReferences references;
  private final SelectedVersions selected;

  DeviceTypeChanges(
      DeviceTypes types,
      DeviceTypeRepository rows,
      DeviceTypeVersionRepository versions,
      Snapshots snapshots,
      SchemaReferences references,
      SelectedVersions selected) {
    this.types = types;
    this.rows = rows;
    this.versions = versions;
    this.snapshots = snapshots;
    this.references = references;
    this.selected = selected;
  }

  /** What a change would do; it changes nothing. */
  Impact judge(UUID id, DeviceTypeRequest request) {
    var standing = existing(id);
    return types.impact(id, proposal(standing, request.content(), false, null));
  }

  /** Makes a type what a request says. */
  DeviceTypeRow replace(
      UUID id, DeviceTypeRequest request, boolean force, @Nullable String ifMatch, String actor) {
    var standing = existing(id);
    Revision.check(ifMatch, standing.revision());
    return change(id, proposal(standing, request.content(), force, null), ifMatch, actor);
  }

  /** Makes a type what it was at a version; 422 where it has none of that number. */
  DeviceTypeRow rollBack(
      UUID id, int version, boolean force, @Nullable String ifMatch, String actor) {
    var standing = existing(id);
    Revision.check(ifMatch, standing.revision());
    var former =
        versions
            .findByDeviceTypeIdAndVersion(id, version)
            .orElseThrow(() ->
                ProblemException.at(
                    "/version",
                    ProblemType.INVALID_REQUEST,
                    "The device type has no version %d; its newest is %d."
                        .formatted(version, standing.version())));
    var content = snapshots.content(former.snapshot());
    return change(id, proposal(standing, content, force, version), ifMatch, actor);
  }

  private DeviceTypeRow change(UUID id, Proposal proposal, @Nullable String ifMatch, String actor) {
    return BrokenConstraint.explained(() -> types.change(id, proposal, ifMatch, actor));
  }

  private Proposal proposal(
      DeviceTypeRow standing,
      DeviceTypeContent content,
      boolean force,
      @Nullable Integer rollbackTo) {
    var before = standing.content().reference();
    var after = content.reference();
    references.check(after, before);
    return new Proposal(content, before, selected.step(before, after), force, rollbackTo);
  }

  private DeviceTypeRow existing(UUID id) {
    return rows.findById(id).orElseThrow(() -> ProblemException.notFound("device type"));
  }
}

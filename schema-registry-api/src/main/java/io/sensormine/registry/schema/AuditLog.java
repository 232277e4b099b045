package io.sensormine.registry.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.flipkart.zjsonpatch.JsonDiff;
import io.micronaut.transaction.TransactionDefinition.Propagation;
import io.micronaut.transaction.annotation.Transactional;
import io.sensormine.kit.id.Ids;
import io.sensormine.registry.schema.SchemaAudit.Action;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps who changed what, in the transaction that makes the change. */
@Singleton
@Transactional(propagation = Propagation.MANDATORY)
class AuditLog {
  private final SchemaAuditRepository entries;
  private final ObjectMapper json;
  private final Clock clock;

  AuditLog(SchemaAuditRepository entries, ObjectMapper json, Clock clock) {
    this.entries = entries;
    this.json = json;
    this.clock = clock;
  }

  /** A schema has come to be, and its version 1 with it. */
  void created(UUID tenantId, UUID schemaId, SchemaContent content, String actor) {
    var operation = json.createObjectNode().put("op", "add").put("path", "");
    operation.set("value", json.valueToTree(content));
    keep(tenantId, schemaId, Action.CREATED, actor, null, json.createArrayNode().add(operation));
  }

  /** A schema says something else of itself; the same again leaves no trace. */
  void changed(SchemaRow before, SchemaContent after, String actor) {
    JsonNode former = json.valueToTree(SchemaContent.of(before));
    var patch = JsonDiff.asJson(former, json.valueToTree(after));
    if (!patch.isEmpty()) {
      var action = after.archived() ? Action.ARCHIVED : Action.CHANGED;
      keep(before.tenantId(), before.id(), action, actor, null, patch);
    }
  }

  /** Something was done to a version. */
  void version(SchemaRow schema, Action action, int version, String actor) {
    keep(schema.tenantId(), schema.id(), action, actor, version, null);
  }

  private void keep(
      UUID tenantId,
      UUID schemaId,
      Action action,
      String actor,
      @Nullable Integer version,
      @Nullable JsonNode patch) {
    entries.save(
        new SchemaAudit(
            Ids.next(), tenantId, schemaId, action, actor, version, patch, clock.instant()));
  }
}

package io.sensormine.identity.apitoken;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's API token as the database has it.
 *
 * @param createdBy the subject of the token it was made with
 * @param expiresAt exclusive; null for never
 */
@MappedEntity("api_tokens")
public record ApiToken(
    @Id UUID id,
    UUID tenantId,
    String name,
    @TypeDef(type = DataType.STRING_ARRAY) List<String> roles,
    String secretSha256,
    String createdBy,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant expiresAt,
    @Nullable Instant lastUsedAt,
    @Nullable Instant revokedAt) {
  @Override
  public String toString() {
    return "ApiToken[" + id + "]";
  }
}

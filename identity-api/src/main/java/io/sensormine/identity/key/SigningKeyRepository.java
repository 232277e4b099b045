package io.sensormine.identity.key;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface SigningKeyRepository extends GenericRepository<StoredKey, UUID> {
  /** What a key is made of. */
  String COLUMNS = "id, public_jwk, private_jwk_sealed, created_at, signs_from, retired_at";

  StoredKey save(StoredKey key);

  Optional<StoredKey> findById(UUID id);

  /** The living keys, that which signs last first. */
  @Query(
      "SELECT "
          + COLUMNS
          + " FROM signing_keys WHERE retired_at IS NULL ORDER BY signs_from DESC, id DESC")
  List<StoredKey> living();

  /** All keys, youngest first. */
  @Query(
      "SELECT " + COLUMNS + " FROM signing_keys WHERE id < :before ORDER BY id DESC LIMIT :limit")
  List<StoredKey> page(UUID before, int limit);

  @Query("UPDATE signing_keys SET retired_at = :now WHERE id = :id AND retired_at IS NULL")
  int retire(UUID id, Instant now);

  @Query("UPDATE signing_keys SET signs_from = :now WHERE id = :id AND retired_at IS NULL")
  int signNow(UUID id, Instant now);

  /**
   * Replaces a seal, unless another instance has; {@code R__lookups.sql} says why by a function.
   */
  @Query("SELECT reseal_signing_key(:id, :before, :after)")
  boolean reseal(UUID id, String before, String after);

  /** Holds back whoever else would change a key, to the end of the transaction. */
  @Query(
      """
      SELECT count(*) FROM pg_advisory_xact_lock(hashtextextended('identity.signing_keys', 0))
      """)
  long lock();
}

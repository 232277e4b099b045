package io.sensormine.identity.key;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface SigningKeyRepository extends GenericRepository<StoredKey, UUID> {
  StoredKey save(StoredKey key);

  /** The living keys, youngest first. */
  @Query(
      """
      SELECT id, public_jwk, private_jwk_sealed, created_at, retired_at
      FROM signing_keys
      WHERE retired_at IS NULL
      ORDER BY created_at DESC, id DESC
      """)
  List<StoredKey> living();

  /** Holds back whoever else would make a key, to the end of the transaction. */
  @Query(
      """
      SELECT count(*) FROM pg_advisory_xact_lock(hashtextextended('identity.signing_keys', 0))
      """)
  long lock();
}

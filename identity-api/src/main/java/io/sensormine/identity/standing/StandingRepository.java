package io.sensormine.identity.standing;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Of whichever tenant: {@code R__lookups.sql} says what each does. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface StandingRepository extends GenericRepository<EndedSession, UUID> {
  @Query("SELECT user_standing(:userId, :generation)")
  String user(UUID userId, int generation);

  @Query(
      """
      SELECT tenant_id, user_id, below_generation, ended_at
      FROM sessions_ended_since(:since, :perTenant)
      """)
  List<EndedSession> endedSince(Instant since, int perTenant);
}

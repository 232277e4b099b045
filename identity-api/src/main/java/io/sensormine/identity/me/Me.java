package io.sensormine.identity.me;

import io.micronaut.core.annotation.Introspected;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who the caller is.
 *
 * @param id a user's or an API token's id, a service's name, or the subject that an OpenID Connect
 *     provider gives
 * @param email of a user, if the provider tells; else null
 * @param displayName a user's or an API token's name; a service's own
 * @param tenantId null for a platform admin or a service
 */
@Introspected
record Me(
    String id,
    @Nullable String email,
    String displayName,
    @Nullable UUID tenantId,
    List<String> roles) {}

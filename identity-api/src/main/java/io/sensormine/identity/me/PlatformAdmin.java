package io.sensormine.identity.me;

import io.micronaut.data.annotation.MappedEntity;

/** What a platform admin may read of themselves. */
@MappedEntity
record PlatformAdmin(String email, String displayName) {}

package io.sensormine.kit.crosstenant;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.client.annotation.Client;
import io.sensormine.contracts.identity.CrossTenantOperations;

/** identity-api, as the other services put acts on record there. */
@Client(id = "identity-api")
@Requires(property = "sensormine.issuer", value = "false")
interface CrossTenantClient extends CrossTenantOperations {}

package io.sensormine.ingestion.reference;

import io.micronaut.http.client.annotation.Client;
import io.sensormine.contracts.identity.TokenOperations;

/** identity-api, as this service asks it about tenants. */
@Client(id = "identity-api")
interface TenantClient extends TokenOperations {}

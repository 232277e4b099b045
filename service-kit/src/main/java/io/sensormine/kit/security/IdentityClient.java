package io.sensormine.kit.security;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.client.annotation.Client;
import io.sensormine.contracts.identity.TokenOperations;

/** identity-api, as the other services call it. */
@Client(id = "identity-api")
@Requires(property = "sensormine.issuer", value = "false")
interface IdentityClient extends TokenOperations {}

package io.sensormine.kit.standing;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.client.annotation.Client;
import io.sensormine.contracts.identity.StandingOperations;

/** identity-api, as the other services ask it who may act no more. */
@Client(id = "identity-api")
@Requires(property = "sensormine.issuer", value = "false")
interface StandingClient extends StandingOperations {}

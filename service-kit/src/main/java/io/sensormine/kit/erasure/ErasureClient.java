package io.sensormine.kit.erasure;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.client.annotation.Client;
import io.sensormine.contracts.identity.ErasureOperations;

/** identity-api's ledger of erasures, as the other services call it. */
@Client(id = "identity-api")
@Requires(property = "sensormine.issuer", value = "false")
public interface ErasureClient extends ErasureOperations {}

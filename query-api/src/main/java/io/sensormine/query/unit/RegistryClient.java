package io.sensormine.query.unit;

import io.micronaut.http.client.annotation.Client;
import io.sensormine.contracts.registry.SchemaOperations;

/** schema-registry-api, as this service calls it. */
@Client(id = "schema-registry-api")
public interface RegistryClient extends SchemaOperations {}

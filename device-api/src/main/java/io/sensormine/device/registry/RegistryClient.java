package io.sensormine.device.registry;

import io.micronaut.http.client.annotation.Client;
import io.sensormine.contracts.registry.SchemaOperations;

/** schema-registry-api, as device-api calls it. */
@Client(id = "schema-registry-api")
interface RegistryClient extends SchemaOperations {}

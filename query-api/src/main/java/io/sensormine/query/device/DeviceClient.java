package io.sensormine.query.device;

import io.micronaut.http.client.annotation.Client;
import io.sensormine.contracts.device.DeviceOperations;

/** device-api, as this service calls it. */
@Client(id = "device-api")
interface DeviceClient extends DeviceOperations {}

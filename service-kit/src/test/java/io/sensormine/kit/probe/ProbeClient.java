package io.sensormine.kit.probe;

import io.micronaut.http.client.annotation.Client;
import io.sensormine.contracts.device.DeviceOperations;

@Client(id = "device-api")
interface ProbeClient extends DeviceOperations {}

package io.sensormine.ingestion.message;

/**
 * One thing wrong with a message.
 *
 * @param path a JSON Pointer into the message; empty for the message as a whole
 * @param message a sentence that the device's maker can act on
 */
public record Flaw(RejectionCode code, String path, String message) {}

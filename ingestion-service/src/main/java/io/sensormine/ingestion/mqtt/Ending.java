package io.sensormine.ingestion.mqtt;

/**
 * Why a connection is closed by us. What has not been acknowledged by then the client has to send
 * again.
 *
 * @param reason what MQTT 5 clients are told
 */
record Ending(Code code, String reason) {
  /** By MQTT 5's reason codes. */
  enum Code {
    /** 0x80. */
    UNSPECIFIED,
    /** 0x87. */
    NOT_AUTHORIZED,
    /** 0x89. */
    SERVER_BUSY,
    /** 0x9B. */
    QOS_NOT_SUPPORTED
  }

  static Ending revoked() {
    return new Ending(
        Code.NOT_AUTHORIZED,
        "This credential is not valid any more, or its tenant is suspended; nothing was stored.");
  }

  static Ending qosNotSupported() {
    return new Ending(Code.QOS_NOT_SUPPORTED, "Publish with QoS 0 or 1; 2 is not taken.");
  }

  static Ending away(String reason) {
    return new Ending(Code.SERVER_BUSY, reason);
  }

  static Ending failed() {
    return new Ending(
        Code.UNSPECIFIED, "Something went wrong on our side; connect and send this again.");
  }
}

package io.sensormine.ingestion.mqtt;

import org.jspecify.annotations.Nullable;

/**
 * How the broker is configured: to take telemetry and nothing else. It announces to MQTT 5 clients
 * what it does not do, keeps nothing on disk and tells its makers nothing.
 *
 * @param bindAddress where it listens
 * @param keys of its TLS listener; null where it listens in the clear
 */
record BrokerConfiguration(MqttSettings settings, String bindAddress, @Nullable KeyFile keys) {
  private static final int MAX_NAME_LENGTH = 512;

  /** Where the key and the certificate are. */
  record KeyFile(String path, String password) {}

  /** As the broker reads it. */
  String xml() {
    return """
    <?xml version="1.0"?>
    <hivemq>
      <listeners>%s</listeners>
      <mqtt>
        <retained-messages><enabled>false</enabled></retained-messages>
        <wildcard-subscriptions><enabled>false</enabled></wildcard-subscriptions>
        <shared-subscriptions><enabled>false</enabled></shared-subscriptions>
        <subscription-identifier><enabled>false</enabled></subscription-identifier>
        <quality-of-service><max-qos>1</max-qos></quality-of-service>
        <session-expiry><max-interval>%d</max-interval></session-expiry>
        <keep-alive>
          <max-keep-alive>%d</max-keep-alive>
          <allow-unlimited>false</allow-unlimited>
        </keep-alive>
        <packets><max-packet-size>%d</max-packet-size></packets>
        <receive-maximum>
          <server-receive-maximum>%d</server-receive-maximum>
        </receive-maximum>
      </mqtt>
      <restrictions>
        <max-connections>%d</max-connections>
        <max-client-id-length>%d</max-client-id-length>
        <max-topic-length>%d</max-topic-length>
      </restrictions>
      <security>
        <allow-empty-client-id><enabled>true</enabled></allow-empty-client-id>
      </security>
      <anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics>
      <persistence><mode>in-memory</mode></persistence>
    </hivemq>
    """
        .formatted(
            keys == null ? listener() : tlsListener(keys),
            settings.sessionExpiry().toSeconds(),
            settings.maxKeepAlive().toSeconds(),
            settings.maxPacketBytes(),
            settings.receiveMaximum(),
            settings.maxConnections(),
            MAX_NAME_LENGTH,
            MAX_NAME_LENGTH);
  }

  private String listener() {
    return """
    <tcp-listener><port>%d</port><bind-address>%s</bind-address></tcp-listener>
    """
        .formatted(settings.port(), escaped(bindAddress));
  }

  private String tlsListener(KeyFile keyFile) {
    return """
    <tls-tcp-listener>
      <port>%d</port>
      <bind-address>%s</bind-address>
      <tls>
        <keystore>
          <path>%s</path>
          <password>%s</password>
          <private-key-password>%s</private-key-password>
        </keystore>
        <protocols><protocol>TLSv1.3</protocol><protocol>TLSv1.2</protocol></protocols>
      </tls>
    </tls-tcp-listener>
    """
        .formatted(
            settings.tlsPort(),
            escaped(bindAddress),
            escaped(keyFile.path()),
            escaped(keyFile.password()),
            escaped(keyFile.password()));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}

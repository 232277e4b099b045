package io.sensormine.standalone.command;

import io.sensormine.standalone.demo.DemoTenant;
import io.sensormine.standalone.home.InstanceState;
import io.sensormine.standalone.home.Ports;
import io.sensormine.standalone.home.SecretStore;
import io.sensormine.standalone.home.Service;
import java.io.PrintStream;

/** The one screen that says how to use what is up. */
final class Screen {
  private Screen() {}

  static void print(InstanceState state, SecretStore secrets, PrintStream out) {
    var ports = new Ports(state.portOffset());
    var password = secrets.get(SecretStore.DEMO_PASSWORD);
    var gateway = secrets.find(SecretStore.DEMO_GATEWAY_CREDENTIAL).orElse("(none)");
    out.printf("%nSensormine is up: %s.%n%n", state.databases());
    ports.urls().forEach((name, url) -> out.printf("  %-20s %s/docs%n", name, url));
    out.printf("  %-20s mqtt://localhost:%d%n", "MQTT", ports.mqtt());
    out.printf(
        """

          tenant               %s
          admin                %s
          password             %s
          gateway credential   %s

        Send a reading, sign in, and see it:

        curl -s %s/api/v1/gateway/telemetry -H 'Authorization: Bearer %s' \\
          -H 'Content-Type: application/json' -d '{"device": "%s", "fields": {"temperature": 21.5}}'
        TOKEN=$(curl -s %s/api/v1/auth/login -H 'Content-Type: application/json' \\
          -d '{"tenant": "%s", "email": "%s", "password": "%s"}' | sed 's/.*"accessToken":"\\([^"]*\\)".*/\\1/')
        curl -s "%s/api/v1/metrics/temperature?externalId=%s&bucket=1m" -H "Authorization: Bearer $TOKEN"

        `./sensormine demo` sends 29,962 real readings; `./sensormine down` stops everything.

        """,
        DemoTenant.SLUG,
        DemoTenant.EMAIL,
        password,
        gateway,
        ports.url(Service.INGESTION),
        gateway,
        DemoTenant.DEVICE,
        ports.url(Service.IDENTITY),
        DemoTenant.SLUG,
        DemoTenant.EMAIL,
        password,
        ports.url(Service.QUERY),
        DemoTenant.DEVICE);
    out.flush();
  }
}

package io.sensormine.ingestion.mqtt;

import com.hivemq.extension.sdk.api.interceptor.connect.ConnectInboundInterceptor;
import com.hivemq.extension.sdk.api.interceptor.connect.parameter.ConnectInboundInput;
import com.hivemq.extension.sdk.api.interceptor.connect.parameter.ConnectInboundOutput;
import io.sensormine.kit.security.Secrets;
import jakarta.inject.Singleton;

/**
 * Gives every credential client ids of its own. Of two clients with the same id, the later takes
 * the earlier one's place: so it is among those of one credential, and no one can drive out
 * another's.
 */
@Singleton
final class ClientNames implements ConnectInboundInterceptor {
  private static final int PREFIX_LENGTH = 16;

  @Override
  public void onConnect(ConnectInboundInput input, ConnectInboundOutput output) {
    var packet = output.getConnectPacket();
    var credential = LogIns.password(input.getConnectPacket()).orElse("");
    packet.setClientId(name(credential, packet.getClientId()));
  }

  /** An id that was given by us once comes as it was given. */
  static String name(String credential, String clientId) {
    var prefix = Secrets.sha256(credential).substring(0, PREFIX_LENGTH) + "-";
    return clientId.startsWith(prefix) ? clientId : prefix + clientId;
  }
}

package io.sensormine.kit.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.CertificateBuilder;
import java.security.KeyStore;
import java.util.Collections;
import java.util.HashSet;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;

class ProviderAuthoritiesTest {
  @Test
  void areThoseOfTheFileAndThoseOfTheJvm() throws Exception {
    var ours =
        new CertificateBuilder()
            .ecp256()
            .subject("CN=Ours")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    var file = KeyStore.getInstance(KeyStore.getDefaultType());
    file.load(null, null);
    file.setCertificateEntry("any", ours.getCertificate());

    var all = ProviderAuthorities.withTheJvms(file);

    var trusted = new HashSet<Object>();
    for (var alias : Collections.list(all.aliases())) {
      trusted.add(all.getCertificate(alias));
    }
    assertThat(trusted).contains(ours.getCertificate());
    var jvm = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    jvm.init((KeyStore) null);
    var known = ((X509TrustManager) jvm.getTrustManagers()[0]).getAcceptedIssuers();
    assertThat(known).isNotEmpty();
    assertThat(trusted).contains((Object[]) known);
  }
}

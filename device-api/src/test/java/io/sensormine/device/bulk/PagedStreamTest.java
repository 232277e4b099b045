package io.sensormine.device.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import org.junit.jupiter.api.Test;

class PagedStreamTest {
  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void readsPageAfterPage() throws IOException {
    var pages = new ArrayDeque<>(List.of(bytes("bc"), bytes(""), bytes("d")));
    try (var stream = new PagedStream(bytes("a"), pages::poll)) {
      assertThat(stream.readAllBytes()).isEqualTo(bytes("abcd"));
    }
  }

  @Test
  void failsItsReaderWhateverAPageFailsWith() throws IOException {
    for (var broken :
        List.<PagedStream.Source>of(
            () -> {
              throw new IllegalStateException("a page");
            },
            () -> {
              throw new OutOfMemoryError("a page");
            })) {
      try (var stream = new PagedStream(bytes("a"), broken)) {
        assertThat(stream.read()).isEqualTo('a');
        assertThatIOException().isThrownBy(stream::read).withMessageContaining("a page");
      }
    }
  }
}

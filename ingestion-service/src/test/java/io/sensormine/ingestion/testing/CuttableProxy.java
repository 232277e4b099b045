package io.sensormine.ingestion.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands between a service and its database, so that a test can take the database away. */
public final class CuttableProxy implements AutoCloseable {
  private final ServerSocket listening;
  private final URI target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  /** Leads to the database of a JDBC URL. */
  public CuttableProxy(String jdbcUrl) {
    this.target = URI.create(jdbcUrl.substring("jdbc:".length()));
    try {
      this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /** The JDBC URL that leads through here. */
  public String url() {
    return "jdbc:postgresql://127.0.0.1:%d%s".formatted(listening.getLocalPort(), target.getPath());
  }

  /** Cuts every connection at once and takes no new one. */
  public void cut() {
    cut = true;
    open.forEach(CuttableProxy::close);
  }

  /** Lets connections through again. */
  public void mend() {
    cut = false;
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        var near = listening.accept();
        var far = new Socket();
        open.add(near);
        open.add(far);
        if (cut) {
          close(near);
          continue;
        }
        far.connect(new InetSocketAddress(target.getHost(), target.getPort()), 2_000);
        Thread.ofVirtual().start(() -> pump(near, far));
        Thread.ofVirtual().start(() -> pump(far, near));
      } catch (IOException closed) {
        // the next one may do better; the loop ends with the listening socket
      }
    }
  }

  private void pump(Socket from, Socket to) {
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      in.transferTo(out);
    } catch (IOException gone) {
      // both ends are closed below
    } finally {
      close(from);
      close(to);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException alreadyGone) {
      // as wished
    }
  }

  @Override
  public void close() {
    cut();
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

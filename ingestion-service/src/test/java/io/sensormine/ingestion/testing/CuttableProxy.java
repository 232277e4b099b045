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
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between a service and its database, so that a test can take the database away. */
public final class CuttableProxy implements AutoCloseable {
  private static final String INSERTED = "INSERT 0 ";

  private final ServerSocket listening;
  private final URI target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger commitsToLose = new AtomicInteger();
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

  /** Cuts the next connections that hear of a commit, before they do. */
  public void loseCommits(int count) {
    commitsToLose.set(count);
  }

  /** Whether all have been lost that were to be. */
  public boolean hasLostCommits() {
    return commitsToLose.get() <= 0;
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
        Thread.ofVirtual().start(() -> pump(near, far, false));
        Thread.ofVirtual().start(() -> pump(far, near, true));
      } catch (IOException closed) {
        // the next one may do better; the loop ends with the listening socket
      }
    }
  }

  private void pump(Socket from, Socket to, boolean answers) {
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      var bytes = new byte[1 << 16];
      for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
        if (answers && commitsToLose.get() > 0 && tellsOfCommit(bytes, read)) {
          commitsToLose.decrementAndGet();
          return;
        }
        out.write(bytes, 0, read);
      }
    } catch (IOException gone) {
      // both ends are closed below
    } finally {
      close(from);
      close(to);
    }
  }

  /**
   * The server's CommandComplete of a COMMIT, or of rows and counts that were sent together, after
   * which no transaction is open.
   */
  private static boolean tellsOfCommit(byte[] bytes, int length) {
    var answers = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    return answers.contains("COMMIT\0")
        || (answers.indexOf(INSERTED) != answers.lastIndexOf(INSERTED)
            && answers.endsWith("Z\0\0\0\5I"));
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

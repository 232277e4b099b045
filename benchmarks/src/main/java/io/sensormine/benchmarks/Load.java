package io.sensormine.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Requests that were made beforehand, sent over many kept connections from one thread, so that the
 * load costs as little as it can of the processors that it shares with what is measured. A
 * connection has a number of requests on their way, and takes the next when one is answered.
 */
final class Load {
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final long SILENCE_MILLIS = 60_000;

  private final List<byte[]> requests;
  private final Outcomes outcomes = new Outcomes();
  private int next;
  private int answered;

  private Load(List<byte[]> requests) {
    this.requests = requests;
  }

  /** A protocol, on one connection. */
  interface Wire {
    /** What is said before the first request; empty for nothing. */
    default byte[] hello() {
      return new byte[0];
    }

    /** Whether what was received answers {@link #hello}; takes it out then. */
    default boolean isWelcome(ByteBuffer received) {
      return true;
    }

    /** Takes whole answers out of what was received; how many. */
    int answers(ByteBuffer received, Outcomes outcomes);
  }

  /** What was said of messages in all. */
  static final class Outcomes {
    long accepted;
    long duplicates;
    long rejected;

    void require(long accepted, long duplicates, long rejected) {
      if (this.accepted != accepted || this.duplicates != duplicates || this.rejected != rejected) {
        throw new IllegalStateException(
            "accepted %,d, duplicates %,d, rejected %,d, where it should be %,d, %,d, %,d"
                .formatted(
                    this.accepted, this.duplicates, this.rejected, accepted, duplicates, rejected));
      }
    }
  }

  /** How long it took, and what became of the messages. */
  record Result(double seconds, Outcomes outcomes) {}

  /** Sends all requests over so many connections; opening them is not counted. */
  static Result run(
      int port, int connections, int window, List<byte[]> requests, IntFunction<Wire> wires)
      throws IOException {
    return new Load(requests).run(port, connections, window, wires);
  }

  private Result run(int port, int connections, int window, IntFunction<Wire> wires)
      throws IOException {
    var open = new ArrayList<Connection>();
    try (var selector = Selector.open()) {
      for (int at = 0; at < connections; at++) {
        open.add(Connection.to(port, selector, wires.apply(at)));
      }
      var began = System.nanoTime();
      for (var connection : open) {
        fill(connection, window);
      }
      while (answered < requests.size()) {
        if (selector.select(this::serve, SILENCE_MILLIS) == 0) {
          throw new IllegalStateException(
              "nothing was answered for a minute, after %,d of %,d requests"
                  .formatted(answered, requests.size()));
        }
      }
      return new Result((System.nanoTime() - began) / 1e9, outcomes);
    } finally {
      for (var connection : open) {
        connection.channel.close();
      }
    }
  }

  private void fill(Connection connection, int window) throws IOException {
    for (int i = 0; i < window && next < requests.size(); i++) {
      connection.add(requests.get(next++));
    }
    connection.flush();
  }

  private void serve(SelectionKey key) {
    var connection = (Connection) key.attachment();
    try {
      if (key.isReadable()) {
        int more = connection.read(outcomes);
        answered += more;
        fill(connection, more);
      } else {
        connection.flush();
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Connection {
    private final SocketChannel channel;
    private final Wire wire;
    private final ByteBuffer in = ByteBuffer.allocate(BUFFER_BYTES);
    private final List<ByteBuffer> out = new ArrayList<>();
    private final SelectionKey key;

    private Connection(SocketChannel channel, Wire wire, Selector selector) throws IOException {
      this.channel = channel;
      this.wire = wire;
      greet();
      channel.configureBlocking(false);
      this.key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    static Connection to(int port, Selector selector, Wire wire) throws IOException {
      var channel =
          SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      return new Connection(channel, wire, selector);
    }

    private void greet() throws IOException {
      var hello = ByteBuffer.wrap(wire.hello());
      while (hello.hasRemaining()) {
        channel.write(hello);
      }
      in.flip();
      while (!wire.isWelcome(in)) {
        receive();
      }
    }

    private void add(byte[] request) {
      out.add(ByteBuffer.wrap(request));
    }

    private void flush() throws IOException {
      while (!out.isEmpty()) {
        channel.write(out.getFirst());
        if (out.getFirst().hasRemaining()) {
          break;
        }
        out.removeFirst();
      }
      key.interestOps(
          out.isEmpty() ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    }

    private int read(Outcomes outcomes) throws IOException {
      receive();
      return wire.answers(in, outcomes);
    }

    private void receive() throws IOException {
      in.compact();
      if (channel.read(in) < 0) {
        throw new IOException("the connection was closed");
      }
      in.flip();
    }
  }
}

package org.colloque.server.reliability;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between the server and PostgreSQL and understands just enough of their protocol to cut a
 * connection when a COMMIT is under way: half of the times PostgreSQL has committed and nobody is
 * told, half of the times it never hears of it. The server cannot tell one from the other.
 */
final class CuttingProxy implements AutoCloseable {
  private static final int SSL_REQUEST = 80_877_103;
  private static final int PARSE = 'P';
  private static final int BIND = 'B';
  private static final int READY = 'Z';

  private final ServerSocket listening;
  private final int postgres;
  private final Random random;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /** Of how many COMMITs one is cut; none at 0. */
  private volatile int oneIn;

  final AtomicInteger cutAfter = new AtomicInteger();
  final AtomicInteger cutBefore = new AtomicInteger();

  CuttingProxy(int postgres, Random random) {
    this.postgres = postgres;
    this.random = random;
    try {
      listening = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  void cutOneIn(int commits) {
    oneIn = commits;
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), postgres);
        open.add(client);
        open.add(server);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        Line line = new Line(client, server);
        Thread.ofVirtual().start(line::forward);
        Thread.ofVirtual().start(line::back);
      } catch (IOException closedOrRefused) {
        // who asks asks again
      }
    }
  }

  /** One connection. */
  private final class Line {
    private final Socket client;
    private final Socket server;

    /** Names of prepared statements that are a COMMIT. */
    private final Set<String> commits = new HashSet<>();

    /** What PostgreSQL answers is thrown away up to its end, then the connection ends. */
    private volatile boolean swallow;

    Line(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void forward() {
      try (client;
          server) {
        DataInputStream in = new DataInputStream(client.getInputStream());
        DataOutputStream out = new DataOutputStream(server.getOutputStream());
        start(in, out);
        while (true) {
          int type = in.readUnsignedByte();
          byte[] body = in.readNBytes(in.readInt() - 4);
          if (isCommit(type, body) && isTimeToCut()) {
            if (random.nextBoolean()) {
              cutBefore.incrementAndGet();
              return;
            }
            cutAfter.incrementAndGet();
            swallow = true;
          }
          out.writeByte(type);
          out.writeInt(body.length + 4);
          out.write(body);
          if (in.available() == 0) {
            out.flush();
          }
        }
      } catch (IOException ended) {
        // by either side
      } finally {
        forget();
      }
    }

    /** Messages before the session have no type. */
    private void start(DataInputStream in, DataOutputStream out) throws IOException {
      boolean begun = false;
      while (!begun) {
        int length = in.readInt();
        byte[] body = in.readNBytes(length - 4);
        out.writeInt(length);
        out.write(body);
        out.flush();
        begun =
            new DataInputStream(new java.io.ByteArrayInputStream(body)).readInt() != SSL_REQUEST;
      }
    }

    private boolean isTimeToCut() {
      return oneIn > 0 && random.nextInt(oneIn) == 0;
    }

    private boolean isCommit(int type, byte[] body) {
      if (type == PARSE) {
        String name = text(body, 0);
        boolean commit = text(body, name.length() + 1).equals("COMMIT");
        if (commit) {
          commits.add(name);
        } else {
          commits.remove(name);
        }
        return false;
      }
      return type == BIND && commits.contains(text(body, text(body, 0).length() + 1));
    }

    private static String text(byte[] body, int from) {
      int end = from;
      while (body[end] != 0) {
        end++;
      }
      return new String(body, from, end - from, StandardCharsets.UTF_8);
    }

    void back() {
      try (client;
          server) {
        InputStream in = server.getInputStream();
        byte[] part = new byte[16 * 1024];
        for (int read = in.read(part); read >= 0; read = in.read(part)) {
          if (!swallow) {
            client.getOutputStream().write(part, 0, read);
          } else if (isEnd(part, read)) {
            return;
          }
        }
      } catch (IOException ended) {
        // by either side
      } finally {
        forget();
      }
    }

    /** ReadyForQuery: PostgreSQL is done with the COMMIT. */
    private static boolean isEnd(byte[] part, int read) {
      return read >= 6 && part[read - 6] == READY;
    }

    private void forget() {
      open.remove(client);
      open.remove(server);
    }
  }

  @Override
  public void close() {
    quietly(listening);
    open.forEach(CuttingProxy::quietly);
  }

  private static void quietly(Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException alreadyClosed) {
      // nothing is left to be done
    }
  }
}

package imprint.storage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Stands between a client and a real server and does harm: each connection carries one request,
 * which is passed on unless the fault concerns it.
 */
final class FaultyProxy implements AutoCloseable {
  private static final int PIECE = 8192;
  private static final long NEVER = Long.MAX_VALUE;

  private final URI server;
  private final ServerSocket listening;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile Fault fault = Fault.NONE;

  /**
   * What goes wrong.
   *
   * @param concerns which requests, by their heads
   * @param answer sent in place of the server's answer; empty for that
   * @param requestBytes how much of the request's body is read before the connection is reset
   * @param answerBytes how much of the answer is sent before the connection ends
   * @param reset whether it ends by a reset
   * @param hangs whether nothing comes after that, and the connection stays
   */
  record Fault(
      Predicate<String> concerns,
      String answer,
      long requestBytes,
      long answerBytes,
      boolean reset,
      boolean hangs) {
    static final Fault NONE = new Fault(head -> false, "", NEVER, NEVER, false, false);

    static Fault silence() {
      return new Fault(head -> true, "", NEVER, 0, false, true);
    }

    static Fault answer(String answer) {
      return new Fault(head -> true, answer, NEVER, NEVER, false, false);
    }

    static Fault resetAfterRequestBytes(long bytes) {
      return new Fault(head -> true, "", bytes, NEVER, true, false);
    }

    static Fault resetAfterAnswerBytes(long bytes) {
      return new Fault(head -> true, "", NEVER, bytes, true, false);
    }

    static Fault endAfterAnswerBytes(long bytes) {
      return new Fault(head -> true, "", NEVER, bytes, false, false);
    }

    static Fault hangAfterAnswerBytes(long bytes) {
      return new Fault(head -> true, "", NEVER, bytes, false, true);
    }

    Fault of(Predicate<String> requests) {
      return new Fault(requests, answer, requestBytes, answerBytes, reset, hangs);
    }
  }

  FaultyProxy(String server) throws IOException {
    this.server = URI.create(server);
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  String endpoint() {
    return "http://127.0.0.1:" + listening.getLocalPort();
  }

  void harm(Fault harm) {
    this.fault = harm;
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        open.add(client);
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      InputStream in = client.getInputStream();
      String head = head(in);
      Fault harm = fault.concerns().test(head) ? fault : Fault.NONE;
      if (harm.requestBytes() < NEVER) {
        in.readNBytes((int) harm.requestBytes());
        client.setSoLinger(true, 0);
      } else if (harm.answer().isEmpty()) {
        pass(head, in, client, harm);
      } else {
        copy(in, OutputStream.nullOutputStream(), length(head));
        client.getOutputStream().write(harm.answer().getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException | InterruptedException ended) {
      // the client learns of it
    } finally {
      open.remove(client);
    }
  }

  private void pass(String head, InputStream in, Socket client, Fault harm)
      throws IOException, InterruptedException {
    try (Socket upstream = new Socket(server.getHost(), server.getPort())) {
      OutputStream out = upstream.getOutputStream();
      String alone = head.replaceFirst("(?i)\r\nConnection: [^\r]*", "");
      out.write(
          (alone.substring(0, alone.length() - 2) + "Connection: close\r\n\r\n")
              .getBytes(StandardCharsets.ISO_8859_1));
      copy(in, out, length(head));
      boolean cut = copy(upstream.getInputStream(), client.getOutputStream(), harm.answerBytes());
      if (cut && harm.hangs()) {
        Thread.sleep(60_000);
      }
      if (cut && harm.reset()) {
        client.setSoLinger(true, 0);
      }
    }
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int one = in.read();
      if (one < 0) {
        throw new IOException("the client left");
      }
      head.write(one);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  private static long length(String head) {
    return head.lines()
        .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:"))
        .mapToLong(line -> Long.parseLong(line.substring("content-length:".length()).strip()))
        .findFirst()
        .orElse(0);
  }

  /** Copies until the end or the limit, and tells whether it was the limit. */
  private static boolean copy(InputStream in, OutputStream out, long limit) throws IOException {
    byte[] piece = new byte[PIECE];
    for (long left = limit; left > 0; ) {
      int count = in.read(piece, 0, (int) Math.min(piece.length, left));
      if (count < 0) {
        return false;
      }
      out.write(piece, 0, count);
      left -= count;
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}

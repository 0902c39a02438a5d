import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * One keep-alive HTTP/1.1 connection over a plain socket. It reads bodies by length or in chunks
 * (RFC 9112), and reopens itself after a failure or a {@code Connection: close}. Written by hand
 * because the generator shares its processors with what it measures. Not safe for use by several
 * threads.
 */
final class Connection implements AutoCloseable {
  private final String host;
  private final int port;
  private final int timeoutMillis;
  private Socket socket;
  private InputStream in;
  private OutputStream out;
  private final byte[] received = new byte[1 << 16];
  private int position;
  private int limit;
  private byte[] body = new byte[1 << 16];
  private int length;

  Connection(URI server, int timeoutMillis) {
    this.host = server.getHost();
    this.port = server.getPort() > 0 ? server.getPort() : 80;
    this.timeoutMillis = timeoutMillis;
  }

  /** Sends the request and reads the whole answer; returns its status. */
  int send(Request request) throws IOException {
    try {
      if (socket == null) {
        open();
      }
      out.write(request.bytes(host + ":" + port));
      return receive();
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** The size in bytes of the last answer's body. */
  int length() {
    return length;
  }

  /** The last answer's body. */
  String text() {
    return new String(body, 0, length, StandardCharsets.UTF_8);
  }

  /** The beginning of the last answer's body, on one line. */
  String start() {
    String text = text();
    return text.substring(0, Math.min(200, text.length())).replaceAll("\\s+", " ");
  }

  /** How often these bytes occur in the last answer's body, overlaps left out. */
  int count(byte[] wanted) {
    int found = 0;
    for (int i = 0; i <= length - wanted.length; i++) {
      if (body[i] == wanted[0]
          && Arrays.equals(body, i, i + wanted.length, wanted, 0, wanted.length)) {
        found++;
        i += wanted.length - 1;
      }
    }
    return found;
  }

  @Override
  public void close() {
    if (socket != null) {
      try {
        socket.close();
      } catch (IOException e) {
        // Nothing depends on how a finished connection ends.
      }
      socket = null;
    }
  }

  private void open() throws IOException {
    Socket opened = new Socket();
    opened.setTcpNoDelay(true);
    opened.setSoTimeout(timeoutMillis);
    try {
      opened.connect(new InetSocketAddress(host, port), timeoutMillis);
    } catch (IOException e) {
      opened.close();
      throw e;
    }
    socket = opened;
    in = opened.getInputStream();
    out = opened.getOutputStream();
    position = 0;
    limit = 0;
  }

  private int receive() throws IOException {
    length = 0;
    String line = line();
    if (!line.startsWith("HTTP/1.") || line.length() < 12) {
      throw new IOException("not an HTTP answer: " + line);
    }
    int status = Integer.parseInt(line.substring(9, 12));
    int announced = -1;
    boolean chunked = false;
    boolean last = false;
    for (line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      String name = line.substring(0, Math.max(colon, 0)).toLowerCase(Locale.ROOT);
      String value = line.substring(colon + 1).strip();
      switch (name) {
        case "content-length" -> announced = Integer.parseInt(value);
        case "transfer-encoding" -> chunked = value.equalsIgnoreCase("chunked");
        case "connection" -> last = value.equalsIgnoreCase("close");
        default -> {}
      }
    }
    if (chunked) {
      chunks();
    } else if (announced >= 0) {
      take(announced);
    } else if (status != 204 && status != 304) {
      throw new IOException("an answer of status " + status + " without a length");
    }
    if (last) {
      close();
    }
    return status;
  }

  private void chunks() throws IOException {
    while (true) {
      String header = line();
      int end = header.indexOf(';');
      int size = Integer.parseInt(end < 0 ? header.strip() : header.substring(0, end).strip(), 16);
      if (size == 0) {
        while (!line().isEmpty()) {
          // Trailer fields say nothing that is measured here.
        }
        return;
      }
      take(size);
      line();
    }
  }

  private void take(int size) throws IOException {
    if (length + size > body.length) {
      body = Arrays.copyOf(body, Math.max(length + size, 2 * body.length));
    }
    int wanted = size;
    while (wanted > 0) {
      if (position == limit) {
        fill();
      }
      int part = Math.min(wanted, limit - position);
      System.arraycopy(received, position, body, length, part);
      position += part;
      length += part;
      wanted -= part;
    }
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder(64);
    while (true) {
      if (position == limit) {
        fill();
      }
      char c = (char) (received[position++] & 0xff);
      if (c == '\n') {
        return line.toString();
      }
      if (c != '\r') {
        line.append(c);
      }
    }
  }

  private void fill() throws IOException {
    int read = in.read(received);
    if (read < 0) {
      throw new EOFException("the server closed the connection");
    }
    position = 0;
    limit = read;
  }
}

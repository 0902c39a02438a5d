package imprint.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * HTTP over a plain socket: targets go out byte for byte, uploads can be cut, and a download that
 * was cut is seen as such. Each request has a connection of its own.
 */
final class RawHttp {
  private static final int TIMEOUT_MILLIS = 20_000;

  private final URI server;

  RawHttp() {
    this.server = ConfigProvider.getConfig().getValue("test.url", URI.class);
  }

  /** An answer; {@code whole} tells whether its body has the length it announced. */
  static final class Answer {
    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;
    private final boolean whole;

    Answer(int status, Map<String, String> headers, byte[] body, boolean whole) {
      this.status = status;
      this.headers = headers;
      this.body = body;
      this.whole = whole;
    }

    int status() {
      return status;
    }

    Map<String, String> headers() {
      return headers;
    }

    byte[] body() {
      return body;
    }

    boolean whole() {
      return whole;
    }

    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    JsonNode json() {
      try {
        return new ObjectMapper().readTree(body);
      } catch (IOException notJson) {
        throw new UncheckedIOException(notJson);
      }
    }

    String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }
  }

  Answer get(String target, String... headers) {
    return send("GET", target, null, headers);
  }

  Answer put(String target, byte[] body, String... headers) {
    return send("PUT", target, body, headers);
  }

  Answer delete(String target) {
    return send("DELETE", target, null);
  }

  /** A POST of JSON that must succeed. */
  JsonNode post(String target, String json) {
    Answer answer =
        send(
            "POST",
            target,
            json.getBytes(StandardCharsets.UTF_8),
            "Content-Type: application/json");
    if (answer.status() != 200) {
      throw new AssertionError(target + ": " + answer.status() + " " + answer.text());
    }
    return answer.json();
  }

  Answer send(String method, String target, byte @Nullable [] body, String... headers) {
    String length = body == null ? "" : "Content-Length: " + body.length + "\r\n";
    String head = length + Arrays.stream(headers).map(h -> h + "\r\n").reduce("", String::concat);
    return exchange(method, target, head, body == null ? new byte[0] : body);
  }

  /** Sends what is given and closes, at once or by a reset, without waiting for an answer. */
  void cut(String method, String target, String head, byte[] body, boolean reset) {
    try (Socket socket = connect()) {
      if (reset) {
        socket.setSoLinger(true, 0);
      }
      write(socket, method, target, head, body);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Sends a head and a body of any framing, and reads the answer. */
  Answer exchange(String method, String target, String head, byte[] body) {
    try (Socket socket = connect()) {
      write(socket, method, target, head, body);
      return read(socket, method);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  Socket connect() throws IOException {
    Socket socket = new Socket(server.getHost(), server.getPort());
    socket.setSoTimeout(TIMEOUT_MILLIS);
    return socket;
  }

  static void write(Socket socket, String method, String target, String head, byte[] body)
      throws IOException {
    OutputStream out = socket.getOutputStream();
    String start =
        method
            + " "
            + target
            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + head
            + "\r\n";
    out.write(start.getBytes(StandardCharsets.ISO_8859_1));
    out.write(body);
    out.flush();
  }

  static Answer read(Socket socket, String method) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] piece = new byte[64 * 1024];
    try {
      for (int n = socket.getInputStream().read(piece); n >= 0; ) {
        all.write(piece, 0, n);
        n = socket.getInputStream().read(piece);
      }
    } catch (java.net.SocketException reset) {
      // what came before the reset is what there is
    }
    return parse(all.toByteArray(), method);
  }

  private static Answer parse(byte[] all, String method) {
    String text = new String(all, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      throw new AssertionError("no answer: '" + text + "'");
    }
    String[] lines = text.substring(0, end).split("\r\n", -1);
    Map<String, String> headers = new TreeMap<>();
    for (String line : Arrays.asList(lines).subList(1, lines.length)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    byte[] body = Arrays.copyOfRange(all, end + 4, all.length);
    int status = Integer.parseInt(lines[0].split(" ", -1)[1]);
    String length = headers.get("content-length");
    boolean whole =
        method.equals("HEAD") || (length != null && Long.parseLong(length) == body.length);
    return new Answer(status, headers, body, whole);
  }
}

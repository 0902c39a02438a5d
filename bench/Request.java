import java.nio.charset.StandardCharsets;

/**
 * A request of MLflow's REST API 2.0, where {@code path} is what follows {@code /api/2.0/mlflow/}, or
 * of another, where it begins with a slash.
 */
record Request(String method, String path, String body) {
  static Request get(String path) {
    return new Request("GET", path, "");
  }

  static Request post(String path, CharSequence body) {
    return new Request("POST", path, body.toString());
  }

  static Request put(String path, CharSequence body) {
    return new Request("PUT", path, body.toString());
  }

  /** Head and body as they go over the wire; all that is sent here is ASCII. */
  byte[] bytes(String host) {
    StringBuilder text = new StringBuilder(160 + body.length());
    String root = path.startsWith("/") ? "" : "/api/2.0/mlflow/";
    text.append(method).append(' ').append(root).append(path).append(" HTTP/1.1\r\n");
    text.append("Host: ").append(host).append("\r\n");
    if (method.equals("POST")) {
      text.append("Content-Type: application/json\r\n");
    }
    if (!method.equals("GET")) {
      text.append("Content-Length: ").append(body.length()).append("\r\n");
    }
    text.append("\r\n").append(body);
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}

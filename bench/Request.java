import java.nio.charset.StandardCharsets;

/** A request of MLflow's REST API 2.0; {@code path} is what follows {@code /api/2.0/mlflow/}. */
record Request(String method, String path, String body) {
  static Request get(String path) {
    return new Request("GET", path, "");
  }

  static Request post(String path, CharSequence body) {
    return new Request("POST", path, body.toString());
  }

  /** Head and body as they go over the wire; all that is sent here is ASCII. */
  byte[] bytes(String host) {
    StringBuilder text = new StringBuilder(160 + body.length());
    text.append(method).append(" /api/2.0/mlflow/").append(path).append(" HTTP/1.1\r\n");
    text.append("Host: ").append(host).append("\r\n");
    if (method.equals("POST")) {
      text.append("Content-Type: application/json\r\n");
      text.append("Content-Length: ").append(body.length()).append("\r\n");
    }
    text.append("\r\n").append(body);
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}

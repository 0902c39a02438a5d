package imprint.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Uploads in parts as tests speak them, into folders of a run of their own. */
final class PartsServer {
  static final String MPU = "/api/2.0/mlflow-artifacts/mpu/";

  final ArtifactServer files;
  private final RawHttp http;

  PartsServer(RawHttp http) {
    this.http = http;
    this.files = new ArtifactServer(http);
  }

  /** An upload that was begun, and the targets of its parts. */
  record Begun(String id, List<String> targets) {}

  RawHttp.Answer send(String verb, String encodedFolder, String json) {
    return http.send(
        "POST",
        MPU + verb + "/" + files.root + encodedFolder,
        json.getBytes(StandardCharsets.UTF_8),
        "Content-Type: application/json");
  }

  Begun begin(String encodedFolder, String name, int parts) {
    RawHttp.Answer answer =
        send("create", encodedFolder, "{\"path\":\"" + name + "\",\"num_parts\":" + parts + "}");
    if (answer.status() != 200) {
      throw new AssertionError(answer.status() + " " + answer.text());
    }
    List<String> targets = new ArrayList<>();
    for (JsonNode credential : answer.json().path("credentials")) {
      String url = credential.path("url").asText();
      if (credential.path("part_number").asInt() != targets.size() + 1
          || !url.startsWith("http://localhost/api/v1/signed/parts/")
          || !credential.path("headers").isObject()) {
        throw new AssertionError(credential);
      }
      targets.add(targetOf(url));
    }
    return new Begun(answer.json().path("upload_id").asText(), targets);
  }

  /** Uploads a part and returns its ETag as the header has it. */
  String put(String target, byte[] bytes) {
    RawHttp.Answer answer = http.put(target, bytes);
    if (answer.status() != 200) {
      throw new AssertionError(answer.status() + " " + answer.text());
    }
    return answer.header("ETag");
  }

  RawHttp.Answer complete(String encodedFolder, String name, String id, List<String> tags) {
    return send("complete", encodedFolder, completion(name, id, tags));
  }

  static String completion(String name, String id, List<String> tags) {
    List<String> parts = new ArrayList<>();
    for (String tag : tags) {
      parts.add(
          "{\"part_number\":"
              + (parts.size() + 1)
              + ",\"etag\":\""
              + tag.replace("\"", "\\\"")
              + "\",\"url\":\"http://x/\"}");
    }
    return "{\"path\":\""
        + name
        + "\",\"upload_id\":\""
        + id
        + "\",\"parts\":["
        + String.join(",", parts)
        + "]}";
  }

  RawHttp.Answer abort(String encodedFolder, String name, String id) {
    return send("abort", encodedFolder, "{\"path\":\"" + name + "\",\"upload_id\":\"" + id + "\"}");
  }

  static String targetOf(String url) {
    return url.substring("http://localhost".length());
  }
}

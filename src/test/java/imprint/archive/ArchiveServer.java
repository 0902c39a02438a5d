package imprint.archive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;

/** A run with files of its own, and what can be asked of them under {@code /api/v1}. */
final class ArchiveServer {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI server = ConfigProvider.getConfig().getValue("test.url", URI.class);
  final String experiment;
  final String run;

  ArchiveServer() {
    experiment =
        post("/api/2.0/mlflow/experiments/create", "{\"name\":\"" + UUID.randomUUID() + "\"}")
            .path("experiment_id")
            .asText();
    run = newRun();
  }

  /** Another run of the same experiment. */
  String newRun() {
    return post("/api/2.0/mlflow/runs/create", "{\"experiment_id\":\"" + experiment + "\"}")
        .path("run")
        .path("info")
        .path("run_id")
        .asText();
  }

  /** A logged model of the same experiment. */
  String newModel() {
    return post("/api/2.0/mlflow/logged-models", "{\"experiment_id\":\"" + experiment + "\"}")
        .path("model")
        .path("info")
        .path("model_id")
        .asText();
  }

  void put(String path, byte[] body) {
    put(run, path, body);
  }

  void put(String run, String path, byte[] body) {
    putAt(experiment + "/" + run + "/artifacts/" + path, body);
  }

  /** Uploads to a path of the artifact space. */
  void putAt(String path, byte[] body) {
    String target = "/api/2.0/mlflow-artifacts/artifacts/" + encoded(path).replace("%2F", "/");
    HttpResponse<byte[]> answer =
        send(request(target).PUT(HttpRequest.BodyPublishers.ofByteArray(body)));
    if (answer.statusCode() != 200) {
      throw new AssertionError(path + ": " + new String(answer.body(), StandardCharsets.UTF_8));
    }
  }

  /**
   * Asks for something of the run; parameters are names and values in turn, before headers which
   * are too.
   */
  HttpResponse<byte[]> get(String what, List<String> parameters, String... headers) {
    HttpRequest.Builder request = request(target("candidates/" + run, what, parameters));
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  HttpResponse<byte[]> getOf(String owner, String what, String... parameters) {
    return send(request(target(owner, what, List.of(parameters))));
  }

  HttpResponse<byte[]> head(String what, String... parameters) {
    return send(
        request(target("candidates/" + run, what, List.of(parameters)))
            .method("HEAD", HttpRequest.BodyPublishers.noBody()));
  }

  HttpResponse<byte[]> get(String what, String... parameters) {
    return get(what, List.of(parameters));
  }

  JsonNode json(String what, String... parameters) {
    HttpResponse<byte[]> answer = get(what, parameters);
    String text = new String(answer.body(), StandardCharsets.UTF_8);
    if (answer.statusCode() != 200) {
      throw new AssertionError(what + ": " + answer.statusCode() + " " + text);
    }
    return parsed(text);
  }

  /** The names in a folder of an archive, a folder's with a slash. */
  List<String> names(String archive, String folder) {
    List<String> names = new ArrayList<>();
    json("members", "path", archive, "folder", folder)
        .path("members")
        .forEach(
            m -> names.add(m.path("name").asText() + (m.path("is_folder").asBoolean() ? "/" : "")));
    return names;
  }

  private static String target(String owner, String what, List<String> parameters) {
    StringBuilder target = new StringBuilder("/api/v1/" + owner + "/" + what);
    for (int i = 0; i < parameters.size(); i += 2) {
      target
          .append(i == 0 ? '?' : '&')
          .append(parameters.get(i))
          .append('=')
          .append(encoded(parameters.get(i + 1)));
    }
    return target.toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private JsonNode post(String target, String body) {
    return parsed(
        new String(
            send(request(target)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body)))
                .body(),
            StandardCharsets.UTF_8));
  }

  private HttpRequest.Builder request(String target) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + server.getPort() + target));
  }

  /** Fails with {@link UncheckedIOException} when the connection breaks within the answer. */
  private HttpResponse<byte[]> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  private static JsonNode parsed(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException notJson) {
      throw new UncheckedIOException(notJson);
    }
  }
}

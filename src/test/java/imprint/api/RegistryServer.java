package imprint.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import imprint.PostgresForTests;
import imprint.project.Scope;
import imprint.registry.ModelVersion;
import imprint.registry.NewVersion;
import imprint.registry.Versions;
import imprint.tracking.Tag;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;

/** A model of its own with runs to register from, and {@code /api/v1} as consumers speak it. */
final class RegistryServer {
  static final String MODELS = "/api/v1/projects/default/models";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI server = ConfigProvider.getConfig().getValue("test.url", URI.class);
  private final Versions versions;
  final Scope scope = new Scope(1, "test");
  final String experiment;
  final String model = "m " + UUID.randomUUID();

  /** A server with an empty model. */
  RegistryServer(Versions versions) {
    this.versions = versions;
    this.experiment =
        ok(post("/api/2.0/mlflow/experiments/create", "{\"name\":\"" + UUID.randomUUID() + "\"}"))
            .path("experiment_id")
            .asText();
    HttpResponse<byte[]> made = post(MODELS, "{\"name\":\"" + model + "\"}");
    if (made.statusCode() != 201) {
      throw new AssertionError(text(made));
    }
  }

  /** The path of something of the model. */
  String of(String rest) {
    return MODELS + "/" + encoded(model) + rest;
  }

  /** The path of something of a version, whose reference is not encoded yet. */
  String version(String reference, String rest) {
    return of("/versions/" + encoded(reference) + rest);
  }

  String newRun() {
    return ok(post("/api/2.0/mlflow/runs/create", "{\"experiment_id\":\"" + experiment + "\"}"))
        .path("run")
        .path("info")
        .path("run_id")
        .asText();
  }

  void log(String run, String kind, String key, String value) {
    ok(
        post(
            "/api/2.0/mlflow/runs/log-batch",
            "{\"run_id\":\"%s\",\"%s\":[{\"key\":\"%s\",\"value\":%s,\"timestamp\":1,\"step\":0}]}"
                .formatted(run, kind, key, kind.equals("metrics") ? value : "\"" + value + "\"")));
  }

  void upload(String run, String path, String content) {
    HttpResponse<byte[]> answer =
        send(
            "PUT",
            "/api/2.0/mlflow-artifacts/artifacts/"
                + experiment
                + "/"
                + run
                + "/artifacts/"
                + encoded(path).replace("%2F", "/"),
            content);
    if (answer.statusCode() != 200) {
      throw new AssertionError(path + ": " + text(answer));
    }
  }

  /** A version of these files, which lie below {@code model} of a run of its own. */
  ModelVersion register(String semver, Map<String, String> files) {
    String run = newRun();
    files.forEach((path, content) -> upload(run, "model/" + path, content));
    return registerRun(run, semver);
  }

  ModelVersion registerRun(String run, String semver) {
    return versions.create(
        scope,
        new NewVersion(
            model,
            "runs:/" + run + "/model",
            run,
            "",
            "",
            "",
            List.of(new Tag(ModelVersion.SEMVER_TAG, semver))));
  }

  /** Marks a version approved, which promotions do. */
  static void approve(ModelVersion version) {
    sql(
        "update model_version set state = 'approved', approved_time = last_update_time where id = ?",
        version.id());
    sql(
        "insert into version_state_change (model_id, version_id, state, actor) values (?, ?, 'approved', 'test')",
        version.modelId(),
        version.id());
  }

  static void sql(String statement, long... binds) {
    try (Connection connection = PostgresForTests.connect();
        PreparedStatement prepared = connection.prepareStatement(statement)) {
      for (int i = 0; i < binds.length; i++) {
        prepared.setLong(i + 1, binds[i]);
      }
      prepared.execute();
    } catch (SQLException failed) {
      throw new AssertionError(failed);
    }
  }

  HttpResponse<byte[]> get(String target, String... headers) {
    return send("GET", target, null, headers);
  }

  HttpResponse<byte[]> post(String target, String json) {
    return send("POST", target, json, "Content-Type", "application/json");
  }

  HttpResponse<byte[]> put(String target, String json) {
    return send("PUT", target, json, "Content-Type", "application/json");
  }

  HttpResponse<byte[]> patch(String target, String json) {
    return send("PATCH", target, json, "Content-Type", "application/json");
  }

  HttpResponse<byte[]> delete(String target) {
    return send("DELETE", target, null);
  }

  HttpResponse<byte[]> send(
      String method,
      String target,
      @org.jspecify.annotations.Nullable String body,
      String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + server.getPort() + target))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    try {
      return client.send(
          (headers.length == 0 ? request : request.headers(headers)).build(),
          HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  /** The status line of a target that goes out as it is, whatever a URI may hold. */
  String raw(String target) {
    try (Socket socket = new Socket("localhost", server.getPort())) {
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write(
              ("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.ISO_8859_1));
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      socket.getInputStream().transferTo(all);
      return all.toString(StandardCharsets.UTF_8);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The JSON of an answer that must be 200. */
  static JsonNode ok(HttpResponse<byte[]> answer) {
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.uri() + ": " + answer.statusCode() + " " + text(answer));
    }
    return json(answer);
  }

  /** The problem document of an answer that must have this status. */
  static JsonNode problem(int status, HttpResponse<byte[]> answer) {
    if (answer.statusCode() != status) {
      throw new AssertionError(answer.uri() + ": " + answer.statusCode() + " " + text(answer));
    }
    return json(answer);
  }

  static JsonNode json(HttpResponse<byte[]> answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (IOException notJson) {
      throw new AssertionError(text(answer), notJson);
    }
  }

  static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}

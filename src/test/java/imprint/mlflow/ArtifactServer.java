package imprint.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The artifact wire as tests speak it, around a run of its own. */
final class ArtifactServer {
  static final String PROXY = "/api/2.0/mlflow-artifacts/artifacts";
  private static final String API = "/api/2.0/mlflow";

  final RawHttp http;
  final String experiment;
  final String run;

  /** The path of the run's root, such as {@code 3/…/artifacts}. */
  final String root;

  ArtifactServer(RawHttp http) {
    this.http = http;
    String name = "artifacts-" + UUID.randomUUID();
    this.experiment =
        http.post(API + "/experiments/create", "{\"name\":\"" + name + "\"}")
            .path("experiment_id")
            .asText();
    this.run = newRun();
    this.root = experiment + "/" + run + "/artifacts";
  }

  /** Another run of the same experiment. */
  String newRun() {
    return http.post(API + "/runs/create", "{\"experiment_id\":\"" + experiment + "\"}")
        .path("run")
        .path("info")
        .path("run_id")
        .asText();
  }

  /** The target of a file of the run, whose path is encoded already. */
  String target(String encodedPath) {
    return PROXY + "/" + root + "/" + encodedPath;
  }

  RawHttp.Answer put(String encodedPath, String text) {
    return http.put(target(encodedPath), text.getBytes(StandardCharsets.UTF_8));
  }

  RawHttp.Answer get(String encodedPath) {
    return http.get(target(encodedPath));
  }

  /** A listing of a path that is encoded already, through the proxy. */
  JsonNode list(String encodedPath) {
    return http.get(PROXY + "?path=" + encodedPath).json();
  }

  /** The names in a folder of the run. */
  List<String> names(String encodedFolder) {
    List<String> names = new ArrayList<>();
    list(root + encodedFolder).path("files").forEach(file -> names.add(file.path("path").asText()));
    return names;
  }
}

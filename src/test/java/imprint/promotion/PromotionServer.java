package imprint.promotion;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.Map;
import java.util.UUID;

/** A model and an experiment of their own, and what tests ask of promotions. */
final class PromotionServer {
  static final String API = "/api/v1/projects/default";
  private static final String MLFLOW = "/api/2.0/mlflow";

  final String model = "m-" + UUID.randomUUID();
  final String experiment;

  PromotionServer() {
    experiment =
        mlflow("/experiments/create", Map.of("name", UUID.randomUUID().toString()))
            .getString("experiment_id");
    var _ = mlflow("/registered-models/create", Map.of("name", model));
  }

  JsonPath mlflow(String path, Map<String, ?> body) {
    return given()
        .contentType(ContentType.JSON)
        .body(body)
        .post(MLFLOW + path)
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  /** A finished run with a metric {@code auc} and a small model below {@code model/}. */
  String run(double auc) {
    return run(auc, "weights of " + auc);
  }

  String run(double auc, String content) {
    String run =
        mlflow("/runs/create", Map.of("experiment_id", experiment, "user_id", "ada"))
            .getString("run.info.run_id");
    var _ =
        mlflow(
            "/runs/log-metric",
            Map.of("run_id", run, "key", "auc", "value", auc, "timestamp", 1, "step", 0));
    upload(run, "model/MLmodel", mlmodel("double"));
    upload(run, "model/weights.bin", content);
    return run;
  }

  static String mlmodel(String type) {
    return """
        flavors:
          python_function: {loader_module: none}
        signature:
          inputs: '[{"type": "%s", "name": "x", "required": true}]'
          outputs: '[{"type": "long", "required": true}]'
          params: null
        """
        .formatted(type);
  }

  void upload(String run, String path, String content) {
    given()
        .contentType("application/octet-stream")
        .body(content.getBytes(java.nio.charset.StandardCharsets.UTF_8))
        .put("/api/2.0/mlflow-artifacts/artifacts/" + experiment + "/" + run + "/artifacts/" + path)
        .then()
        .statusCode(200);
  }

  Response promote(Map<String, ?> body) {
    return given().contentType(ContentType.JSON).body(body).post(API + "/promotions");
  }

  Response promote(String run) {
    return promote(Map.of("model", model, "candidate", run, "path", "model"));
  }

  void policy(String yaml) {
    policy("/models/" + model + "/policy", yaml).then().statusCode(200);
  }

  Response policy(String path, String yaml) {
    return given()
        .contentType("application/yaml")
        .body(yaml.getBytes(java.nio.charset.StandardCharsets.UTF_8))
        .put(API + path);
  }

  Response post(String path, Map<String, ?> body) {
    return given().contentType(ContentType.JSON).body(body).post(API + path);
  }

  Response put(String path, Map<String, ?> body) {
    return given().contentType(ContentType.JSON).body(body).put(API + path);
  }

  Response get(String path) {
    return given().get(API + path);
  }

  String of(String rest) {
    return "/models/" + model + rest;
  }
}

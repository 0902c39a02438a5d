package imprint.mlflow;

import static io.restassured.RestAssured.given;

import io.restassured.response.ValidatableResponse;
import java.util.UUID;

/** Short words for requests of tests. */
final class Wire {
  static final String API = "/api/2.0/mlflow";

  private Wire() {}

  static ValidatableResponse post(String path, String json) {
    return given().contentType("application/json").body(json).post(API + path).then();
  }

  static ValidatableResponse get(String pathAndQuery) {
    return given().urlEncodingEnabled(false).get(API + pathAndQuery).then();
  }

  static String newExperiment() {
    return post("/experiments/create", "{\"name\":\"" + UUID.randomUUID() + "\"}")
        .statusCode(200)
        .extract()
        .path("experiment_id");
  }

  static String newRun(String experiment) {
    return post("/runs/create", "{\"experiment_id\":\"" + experiment + "\",\"start_time\":1}")
        .statusCode(200)
        .extract()
        .path("run.info.run_id");
  }

  /** JSON with single quotes for double ones. */
  static String json(String text) {
    return text.replace('\'', '"');
  }
}

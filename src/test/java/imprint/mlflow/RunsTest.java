package imprint.mlflow;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import imprint.PostgresForTests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresForTests.class)
class RunsTest {
  @Test
  void aRunIsCreatedAndReadBack() {
    String run =
        given()
            .contentType("application/json")
            .body("{\"experiment_id\":\"0\",\"start_time\":\"17\"}")
            .post("/api/2.0/mlflow/runs/create")
            .then()
            .statusCode(200)
            .extract()
            .path("run.info.run_id");
    given()
        .contentType("application/json")
        .body(
            "{\"run_id\":\""
                + run
                + "\",\"metrics\":[{\"key\":\"m\",\"value\":\"NaN\",\"timestamp\":1}],\"params\":[{\"key\":\"p\",\"value\":\"1\"}]}")
        .post("/api/2.0/mlflow/runs/log-batch")
        .then()
        .statusCode(200);
    given()
        .get("/ajax-api/2.0/mlflow/runs/get?run_id=" + run)
        .then()
        .log()
        .all()
        .statusCode(200)
        .body("run.data.metrics[0].value", equalTo("NaN"));
  }

  @Test
  void unknownPathsAndMethodsAnswerAsMlflowDoes() {
    given().get("/api/2.0/mlflow/runs/nowhere").then().statusCode(404).contentType("text/html");
    given().get("/nowhere").then().statusCode(404).contentType("text/html");
    given().get("/api/2.0/mlflow/runs/create").then().statusCode(405).contentType("text/html");
    given().get("/api/3.0/mlflow/runs/get").then().statusCode(404).contentType("text/html");
  }

  @Test
  void aPostMustSayThatItIsJson() {
    given()
        .body("{}")
        .contentType("text/plain")
        .post("/api/2.0/mlflow/runs/create")
        .then()
        .statusCode(400)
        .body("message", equalTo("Bad Request. Content-Type must be one of ['application/json']."));
  }
}

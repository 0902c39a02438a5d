package imprint.mlflow;

import static imprint.mlflow.Wire.json;
import static imprint.mlflow.Wire.post;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import imprint.PostgresForTests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresForTests.class)
class MetricsBulkTest {
  private static ValidatableResponse ask(String query) {
    return given()
        .urlEncodingEnabled(false)
        .get("/ajax-api/2.0/mlflow/metrics/get-history-bulk?metric_key=loss&" + query)
        .then();
  }

  private static String runWith(double... values) {
    String run = Wire.newRun("0");
    for (int i = 0; i < values.length; i++) {
      post(
              "/runs/log-metric",
              json(
                  "{'run_id':'"
                      + run
                      + "','key':'loss','value':'"
                      + values[i]
                      + "','timestamp':"
                      + i
                      + ",'step':"
                      + -i
                      + "}"))
          .statusCode(200);
    }
    return run;
  }

  @Test
  void runsComeByIdAndPointsByTime() {
    String one = runWith(1, Double.NaN, 3);
    String two = runWith(5, 6);
    List<String> runs = Stream.of(one, one, one, two, two).sorted().toList();
    ask("run_id=" + two + "&run_id=" + one)
        .statusCode(200)
        .body("metrics.run_id", equalTo(runs))
        .body("metrics.findAll { it.run_id == '" + one + "' }.step", equalTo(List.of(0, -1, -2)))
        .body(
            "metrics.findAll { it.run_id == '" + one + "' }.value",
            equalTo(List.of(1.0f, "NaN", 3.0f)));
  }

  @Test
  void maxResultsCountsAllPointsTogether() {
    String one = runWith(1, 2, 3);
    String two = runWith(5, 6);
    List<String> runs =
        ask("max_results=4&run_id=" + two + "&run_id=" + one)
            .statusCode(200)
            .extract()
            .path("metrics.run_id");
    assertEquals(Stream.of(one, one, one, two, two).sorted().limit(4).toList(), runs);
    ask("max_results=999999&run_id=" + one).statusCode(200).body("metrics.size()", equalTo(3));
  }

  @Test
  void withoutPointsTheListIsEmpty() {
    ask("run_id=nowhere").statusCode(200).body(equalTo("{\"metrics\":[]}"));
  }

  @Test
  void badParametersAreNamed() {
    ask("").statusCode(400).body("message", containsString("run_id"));
    ask("run_id=a&max_results=0").statusCode(400).body("message", containsString("max_results"));
    ask("run_id=a&max_results=x").statusCode(400).body("message", containsString("max_results"));
    ask("run_id=a&".repeat(100)).statusCode(200);
    ask("run_id=a&".repeat(101)).statusCode(400).body("message", containsString("101"));
  }

  @Test
  void onlyTheWebPageIsOfferedIt() {
    given()
        .get("/api/2.0/mlflow/metrics/get-history-bulk?metric_key=loss&run_id=a")
        .then()
        .statusCode(404)
        .contentType("text/html");
  }
}

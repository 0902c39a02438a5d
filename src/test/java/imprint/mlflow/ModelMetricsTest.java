package imprint.mlflow;

import static imprint.mlflow.Wire.json;
import static imprint.mlflow.Wire.post;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import imprint.PostgresForTests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresForTests.class)
class ModelMetricsTest {
  private static String newModel() {
    return post("/logged-models", json("{'experiment_id':'0'}"))
        .statusCode(200)
        .extract()
        .path("model.info.model_id");
  }

  private static ValidatableResponse model(String id) {
    return Wire.get("/logged-models/" + id).statusCode(200);
  }

  private static ValidatableResponse run(String id) {
    return Wire.get("/runs/get?run_id=" + id).statusCode(200);
  }

  private static String point(String model, String key, String value, long step, String more) {
    return json(
        "{'model_id':'"
            + model
            + "','key':'"
            + key
            + "','value':'"
            + value
            + "','timestamp':5,'step':"
            + step
            + more
            + "}");
  }

  private static ValidatableResponse batch(String run, String... points) {
    return post(
        "/runs/log-batch",
        json("{'run_id':'" + run + "','metrics':[") + String.join(",", points) + "]}");
  }

  @Test
  void aPointIsKeptForTheRunAndForTheModel() {
    String run = Wire.newRun("0");
    String model = newModel();
    post(
            "/runs/log-metric",
            json(
                "{'run_id':'"
                    + run
                    + "','model_id':'"
                    + model
                    + "','key':'acc','value':0.5,'timestamp':7,'step':3,'dataset_name':'d','dataset_digest':'1'}"))
        .statusCode(200);
    run(run)
        .body("run.data.metrics[0].value", equalTo(0.5f))
        .body("run.data.metrics[0].model_id", nullValue());
    model(model)
        .body("model.data.metrics[0].key", equalTo("acc"))
        .body("model.data.metrics[0].value", equalTo(0.5f))
        .body("model.data.metrics[0].timestamp", equalTo(7))
        .body("model.data.metrics[0].step", equalTo(3))
        .body("model.data.metrics[0].dataset_name", equalTo("d"))
        .body("model.data.metrics[0].dataset_digest", equalTo("1"))
        .body("model.data.metrics[0].run_id", equalTo(run))
        .body("model.data.metrics[0].model_id", equalTo(model));
  }

  @Test
  void theLatestPointOfEachMetricAndDatasetIsShown() {
    String run = Wire.newRun("0");
    String model = newModel();
    String onA = ",'dataset_name':'a','dataset_digest':'1'";
    String onB = ",'dataset_name':'b','dataset_digest':'1'";
    batch(
            run,
            point(model, "acc", "0.9", 2, onA),
            point(model, "acc", "0.1", 9, onA),
            point(model, "acc", "-1", 9, onA),
            point(model, "acc", "0.3", 1, onB),
            point(model, "acc", "NaN", 1, onB),
            point(model, "acc", "0.4", 0, ""),
            point(model, "loss", "-2", 1, onA),
            point(model, "loss", "NaN", 1, onA))
        .statusCode(200);
    model(model)
        .body("model.data.metrics.findAll { it.key == 'acc' }.size()", equalTo(3))
        .body(
            "model.data.metrics.find { it.key == 'acc' && it.dataset_name == 'a' }.value",
            equalTo(0.1f))
        .body(
            "model.data.metrics.find { it.key == 'acc' && it.dataset_name == 'b' }.value",
            equalTo(0.3f))
        .body(
            "model.data.metrics.find { it.key == 'acc' && it.dataset_name == null }.value",
            equalTo(0.4f))
        .body("model.data.metrics.find { it.key == 'loss' }.value", equalTo("NaN"));
  }

  @Test
  void theSameBatchAgainAddsNothing() {
    String run = Wire.newRun("0");
    String model = newModel();
    for (int i = 0; i < 2; i++) {
      batch(run, point(model, "a", "1", 1, ""), point(model, "a", "1", 1, "")).statusCode(200);
    }
    model(model).body("model.data.metrics.size()", equalTo(1));
    Wire.get("/metrics/get-history?metric_key=a&run_id=" + run).body("metrics.size()", equalTo(1));
  }

  @Test
  void oneBatchMayNameSeveralModels() {
    String run = Wire.newRun("0");
    String one = newModel();
    String two = newModel();
    batch(
            run,
            point(one, "a", "1", 1, ""),
            point(two, "a", "2", 2, ""),
            json("{'key':'b','value':3,'timestamp':1}"))
        .statusCode(200);
    model(one).body("model.data.metrics.value", equalTo(List.of(1.0f)));
    model(two).body("model.data.metrics.value", equalTo(List.of(2.0f)));
    run(run).body("run.data.metrics.size()", equalTo(2));
  }

  @Test
  void anUnknownModelKeepsTheWholeBatchOut() {
    String run = Wire.newRun("0");
    String model = newModel();
    batch(run, point(model, "a", "1", 1, ""), point("m-0", "a", "1", 1, ""))
        .statusCode(404)
        .body("message", containsString("m-0"));
    model(model).body("model.data.metrics", nullValue());
    run(run).body("run.data.metrics", nullValue());
    Wire.get("/metrics/get-history?metric_key=a&run_id=" + run).body(equalTo("{}"));
  }

  @Test
  void aBadPointKeepsTheWholeBatchOut() {
    String run = Wire.newRun("0");
    String model = newModel();
    String longName = ",'dataset_name':'" + "d".repeat(501) + "'";
    batch(run, point(model, "a", "1", 1, ""), point(model, "a", "2", 1, longName))
        .statusCode(400)
        .body("message", containsString("Dataset name"));
    batch(run, point(model, "a", "1", 1, ""), point(model, "a/../b", "1", 1, "")).statusCode(400);
    model(model).body("model.data.metrics", nullValue());
    run(run).body("run.data.metrics", nullValue());
  }

  @Test
  void aDeletedRunLogsNothingForAModel() {
    String run = Wire.newRun("0");
    String model = newModel();
    post("/runs/delete", json("{'run_id':'" + run + "'}")).statusCode(200);
    batch(run, point(model, "a", "1", 1, "")).statusCode(400);
    batch("nowhere", point(model, "a", "1", 1, "")).statusCode(404);
    model(model).body("model.data.metrics", nullValue());
  }
}

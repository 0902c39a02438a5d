package imprint.mlflow;

import static imprint.mlflow.Wire.get;
import static imprint.mlflow.Wire.json;
import static imprint.mlflow.Wire.newExperiment;
import static imprint.mlflow.Wire.newRun;
import static imprint.mlflow.Wire.post;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import imprint.PostgresForTests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(PostgresForTests.class)
class RunsTest {
  private static void batch(String run, String rest, int status) {
    post("/runs/log-batch", json("{'run_id':'" + run + "'," + rest + "}")).statusCode(status);
  }

  @Test
  void aRunWithoutANameIsGivenOne() {
    post("/runs/create", json("{'experiment_id':'0'}"))
        .statusCode(200)
        .body("run.info.run_id", matchesPattern("[0-9a-f]{32}"))
        .body("run.info.run_name", matchesPattern("[a-z]+-[a-z]+-[0-9]+"))
        .body("run.info.status", equalTo("RUNNING"))
        .body(
            "run.info.artifact_uri", matchesPattern("mlflow-artifacts:/0/[0-9a-f]{32}/artifacts"));
  }

  @Test
  void nameAndRunNameTagAreOne() {
    String run = newRun("0");
    post("/runs/update", json("{'run_id':'" + run + "','run_name':'first'}"))
        .statusCode(200)
        .body("run_info.run_name", equalTo("first"));
    get("/runs/get?run_id=" + run)
        .body("run.data.tags.find { it.key == 'mlflow.runName' }.value", equalTo("first"));
    post("/runs/set-tag", json("{'run_id':'" + run + "','key':'mlflow.runName','value':'second'}"))
        .statusCode(200);
    get("/runs/get?run_uuid=" + run).body("run.info.run_name", equalTo("second"));
    post(
            "/runs/create",
            json(
                "{'experiment_id':'0','run_name':'a','tags':[{'key':'mlflow.runName','value':'b'}]}"))
        .statusCode(400);
  }

  @Test
  void aBatchIsKeptWholeAndItsRepetitionAddsNothing() {
    String run = newRun("0");
    String rest =
        "'metrics':[{'key':'m','value':1,'timestamp':1},{'key':'m','value':'NaN','timestamp':2,'step':3}],"
            + "'params':[{'key':'p','value':'v'}],'tags':[{'key':'t','value':'a'},{'key':'t','value':'b'}]";
    batch(run, rest, 200);
    batch(run, rest, 200);
    get("/runs/get?run_id=" + run)
        .body("run.data.metrics.size()", equalTo(1))
        .body("run.data.metrics[0].value", equalTo("NaN"))
        .body("run.data.metrics[0].step", equalTo(3))
        .body("run.data.params[0].value", equalTo("v"))
        .body("run.data.tags.find { it.key == 't' }.value", equalTo("b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'metrics':[{'key':'ok','value':1,'timestamp':1},{'key':'bad','value':true,'timestamp':1}]",
        "'metrics':[{'key':'ok','value':1,'timestamp':1},{'key':'bad','value':1,'timestamp':-1}]",
        "'metrics':[{'key':'ok','value':1,'timestamp':1},{'key':'bad','value':1,'timestamp':1,'step':9223372036854775808}]",
        "'metrics':[{'key':'ok','value':1,'timestamp':1},{'key':'bad*','value':1,'timestamp':1}]",
        "'metrics':[{'key':'ok','value':1,'timestamp':1}],'params':[{'key':'p','value':'1'},{'key':'p','value':'1'}]",
        "'metrics':[{'key':'ok','value':1,'timestamp':1}],'params':[{'key':'fixed','value':'other'}]",
        "'metrics':[{'key':'ok','value':1,'timestamp':1}],'tags':[{'key':'t','value':'\\u0000'}]",
        "'metrics':[{'key':'ok','value':1,'timestamp':1}],'tags':[{'value':'no key'}]"
      })
  void oneBadElementKeepsTheWholeBatchOut(String rest) {
    String run = newRun("0");
    batch(run, "'params':[{'key':'fixed','value':'one'}]", 200);
    batch(run, rest, 400);
    get("/runs/get?run_id=" + run)
        .body("run.data.metrics", nullValue())
        .body("run.data.params.size()", equalTo(1))
        .body("run.data.tags.size()", equalTo(1));
  }

  @Test
  void aParamNeverChangesAndTheAnswerTellsWhich() {
    String run = newRun("0");
    batch(run, "'params':[{'key':'p','value':'a'}]", 200);
    post("/runs/log-parameter", json("{'run_id':'" + run + "','key':'p','value':'a'}"))
        .statusCode(200);
    post("/runs/log-parameter", json("{'run_id':'" + run + "','key':'p','value':'b'}"))
        .statusCode(400)
        .body("error_code", equalTo("INVALID_PARAMETER_VALUE"))
        .body("message", containsString("'old_value': 'a', 'new_value': 'b'"));
  }

  @Test
  void theLatestPointIsTheGreatestByStepThenTimeThenValue() {
    String run = newRun("0");
    batch(run, "'metrics':[{'key':'m','value':5,'timestamp':10,'step':2}]", 200);
    batch(run, "'metrics':[{'key':'m','value':9,'timestamp':99,'step':1}]", 200);
    batch(run, "'metrics':[{'key':'m','value':'NaN','timestamp':10,'step':2}]", 200);
    get("/runs/get?run_id=" + run).body("run.data.metrics[0].value", equalTo(5.0f));
    batch(
        run,
        "'metrics':[{'key':'m','value':6,'timestamp':10,'step':2},{'key':'m','value':-1,'timestamp':10,'step':2}]",
        200);
    get("/runs/get?run_id=" + run).body("run.data.metrics[0].value", equalTo(6.0f));
  }

  @Test
  void deletedRunRejectsMetricsAndKeepsItsData() {
    String run = newRun("0");
    batch(run, "'metrics':[{'key':'m','value':5,'timestamp':10}]", 200);
    String id = json("{'run_id':'" + run + "'}");
    post("/runs/delete", id).statusCode(200);
    post("/runs/delete", id).statusCode(200);
    batch(run, "'metrics':[{'key':'m','value':6,'timestamp':11}]", 400);
    post("/runs/update", json("{'run_id':'" + run + "','status':'FINISHED'}")).statusCode(400);
    get("/runs/get?run_id=" + run)
        .body("run.info.lifecycle_stage", equalTo("deleted"))
        .body("run.data.metrics[0].value", equalTo(5.0f));
    post("/runs/restore", id).statusCode(200);
    batch(run, "'metrics':[{'key':'m','value':6,'timestamp':11}]", 200);
  }

  @Test
  void unknownRunsAreNotFound() {
    get("/runs/get?run_id=nope")
        .statusCode(404)
        .body("message", equalTo("Run with id=nope not found"));
    batch("nope", "'metrics':[]", 404);
    post("/runs/log-batch", json("{'run_id':'no/pe','metrics':[]}")).statusCode(400);
    post("/runs/delete-tag", json("{'run_id':'" + newRun("0") + "','key':'k'}")).statusCode(404);
  }

  @Test
  void longValuesAreKeptWholeOrRefused() {
    String run = newRun("0");
    String longest = "v".repeat(65536);
    batch(
        run,
        "'params':[{'key':'p','value':'"
            + longest
            + "'}],'tags':[{'key':'t','value':'"
            + longest
            + "'}]",
        200);
    get("/runs/get?run_id=" + run).body("run.data.params[0].value", equalTo(longest));
    batch(run, "'params':[{'key':'q','value':'" + longest + "v'}]", 400);
  }

  @Test
  void searchKnowsOrNotAndParentheses() {
    String experiment = newExperiment();
    String a = newRun(experiment);
    String b = newRun(experiment);
    String c = newRun(experiment);
    batch(
        a,
        "'params':[{'key':'p','value':'a'}],'metrics':[{'key':'m','value':1,'timestamp':1}]",
        200);
    batch(
        b,
        "'params':[{'key':'p','value':'b'}],'metrics':[{'key':'m','value':'NaN','timestamp':1}]",
        200);
    String query = "{\"experiment_ids\":[\"" + experiment + "\"],\"filter\":\"%s\"}";
    post("/runs/search", query.formatted("params.p = 'a' or params.p = 'b'"))
        .body("runs.info.run_id", containsInAnyOrder(a, b));
    post("/runs/search", query.formatted("not (params.p = 'a' or params.p = 'b')"))
        .body("runs.info.run_id", hasItem(c));
    post("/runs/search", query.formatted("metrics.m > 0"))
        .body("runs.info.run_id", containsInAnyOrder(a));
    post("/runs/search", query.formatted("metrics.m >"))
        .statusCode(400)
        .body("message", containsString("position"));
    post("/runs/search", "{}").statusCode(200).body("runs", nullValue());
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

  @Test
  void ambiguousPathsAreTurnedAway() {
    for (String path :
        new String[] {
          "//api/2.0/mlflow/runs/get",
          "/api/./2.0/mlflow/runs/get",
          "/api%2f2.0/mlflow/runs/get",
          "/api/2.0/mlflow/logged-models/m/tags/..",
          "/api/2.0/mlflow/logged-models/m/tags/%2E%2e",
          "/api/2.0/mlflow/logged-models/m/tags/../../runs/get",
          "/api;x=1/2.0/mlflow/runs/get"
        }) {
      given().urlEncodingEnabled(false).get(path).then().statusCode(400);
    }
  }
}

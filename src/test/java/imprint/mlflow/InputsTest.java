package imprint.mlflow;

import static imprint.mlflow.Wire.json;
import static imprint.mlflow.Wire.post;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import imprint.PostgresForTests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresForTests.class)
class InputsTest {
  private static String dataset(String name, String digest, String context, String source) {
    return json(
        "{'tags':[{'key':'mlflow.data.context','value':'"
            + context
            + "'}],'dataset':{'name':'"
            + name
            + "','digest':'"
            + digest
            + "','source_type':'local','source':'"
            + source
            + "'}}");
  }

  private static ValidatableResponse logInputs(String run, String... datasets) {
    return post(
        "/runs/log-inputs",
        json("{'run_id':'" + run + "','datasets':[") + String.join(",", datasets) + "]}");
  }

  private static ValidatableResponse run(String run) {
    return Wire.get("/runs/get?run_id=" + run).statusCode(200);
  }

  private static String newModel(String experiment) {
    return post("/logged-models", json("{'experiment_id':'" + experiment + "','name':'m'}"))
        .statusCode(200)
        .extract()
        .path("model.info.model_id");
  }

  @Test
  void datasetsComeBackWithTheirTags() {
    String run = Wire.newRun(Wire.newExperiment());
    post(
            "/runs/log-inputs",
            json(
                "{'run_id':'"
                    + run
                    + "','datasets':[{'tags':[{'key':'a/b c','value':'1'},{'key':'','value':''}],"
                    + "'dataset':{'name':'n','digest':'d','sourceType':'local','source':'{}',"
                    + "'schema':'s','profile':'p'}}]}"))
        .statusCode(400);
    run(run).body("run.inputs.dataset_inputs", nullValue());
    post(
            "/runs/log-inputs",
            json(
                "{'run_id':'"
                    + run
                    + "','datasets':[{'tags':[{'key':'a/b c','value':'1'}],"
                    + "'dataset':{'name':'n','digest':'d','sourceType':'local','source':'{}',"
                    + "'schema':'s','profile':'p'}}]}"))
        .statusCode(200)
        .body(equalTo("{}"));
    run(run)
        .body("run.inputs.dataset_inputs", hasSize(1))
        .body("run.inputs.dataset_inputs[0].tags[0].key", equalTo("a/b c"))
        .body("run.inputs.dataset_inputs[0].dataset.source_type", equalTo("local"))
        .body("run.inputs.dataset_inputs[0].dataset.schema", equalTo("s"))
        .body("run.inputs.dataset_inputs[0].dataset.profile", equalTo("p"))
        .body("run.outputs", equalTo(java.util.Map.of()));
  }

  @Test
  void anExperimentKnowsADatasetOnceAndARunKeepsItsFirstTags() {
    String experiment = Wire.newExperiment();
    String one = Wire.newRun(experiment);
    String two = Wire.newRun(experiment);
    logInputs(one, dataset("n", "d", "train", "first"), dataset("n", "d", "eval", "second in one"))
        .statusCode(200);
    logInputs(one, dataset("n", "d", "eval", "later"), dataset("n", "e", "eval", "other"))
        .statusCode(200);
    logInputs(two, dataset("n", "d", "eval", "later still")).statusCode(200);
    run(one)
        .body("run.inputs.dataset_inputs.dataset.source", equalTo(List.of("first", "other")))
        .body("run.inputs.dataset_inputs.tags.flatten().value", equalTo(List.of("train", "eval")));
    run(two)
        .body("run.inputs.dataset_inputs.dataset.source", equalTo(List.of("first")))
        .body("run.inputs.dataset_inputs.tags.flatten().value", equalTo(List.of("eval")));
    String elsewhere = Wire.newRun(Wire.newExperiment());
    logInputs(elsewhere, dataset("n", "d", "train", "another")).statusCode(200);
    run(elsewhere).body("run.inputs.dataset_inputs.dataset.source", equalTo(List.of("another")));
  }

  @Test
  void limitsHoldAndOneBadDatasetKeepsAllOut() {
    String run = Wire.newRun(Wire.newExperiment());
    String good = dataset("good", "d", "c", "s");
    logInputs(run, good, dataset("n".repeat(501), "d", "c", "s")).statusCode(400);
    logInputs(run, good, dataset("n", "d".repeat(37), "c", "s")).statusCode(400);
    logInputs(run, good, dataset("n", "d", "c", "s".repeat(65_536))).statusCode(400);
    logInputs(run, good, dataset("n", "d", "c".repeat(501), "s")).statusCode(400);
    logInputs(run, good, json("{'dataset':{'name':'n','digest':'d','source':'s'}}"))
        .statusCode(400)
        .body("message", containsString("datasets[1].dataset.source_type"));
    logInputs(run, good, "{}").statusCode(400);
    run(run).body("run.inputs.dataset_inputs", nullValue());
    logInputs(run, dataset("n".repeat(500), "d".repeat(36), "c".repeat(500), "s".repeat(65_535)))
        .statusCode(200);
    run(run).body("run.inputs.dataset_inputs[0].dataset.source.length()", equalTo(65_535));
  }

  @Test
  void aLargeProfileIsKeptWhole() {
    String run = Wire.newRun(Wire.newExperiment());
    String profile = "p".repeat(16_777_215);
    String body =
        "{'dataset':{'name':'n','digest':'d','source_type':'l','source':'s','profile':'%s'}}";
    logInputs(run, json(body.formatted(profile))).statusCode(200);
    run(run).body("run.inputs.dataset_inputs[0].dataset.profile.length()", equalTo(16_777_215));
    logInputs(run, json(body.formatted(profile + "p"))).statusCode(400);
  }

  @Test
  void deletedAndUnknownRunsTakeNoInputs() {
    String run = Wire.newRun(Wire.newExperiment());
    post("/runs/delete", json("{'run_id':'" + run + "'}")).statusCode(200);
    logInputs(run, dataset("n", "d", "c", "s"))
        .statusCode(400)
        .body("message", containsString("must be in the 'active' state"));
    logInputs("nowhere", dataset("n", "d", "c", "s")).statusCode(404);
    logInputs("no/where", dataset("n", "d", "c", "s")).statusCode(400);
  }

  @Test
  void modelsAreInputsAndOutputs() {
    String experiment = Wire.newExperiment();
    String run = Wire.newRun(experiment);
    String in = newModel(experiment);
    String out = newModel(experiment);
    post("/runs/log-inputs", json("{'run_id':'" + run + "','models':[{'model_id':'" + in + "'}]}"))
        .statusCode(200);
    String outputs =
        json(
            "{'run_id':'"
                + run
                + "','models':[{'model_id':'%1$s','step':-7},{'model_id':'%1$s','step':'8'},"
                    .formatted(out)
                + "{'model_id':'"
                + out
                + "'}]}");
    post("/runs/outputs", outputs).statusCode(200).body(equalTo("{}"));
    post("/runs/outputs", outputs).statusCode(200);
    run(run)
        .body("run.inputs.model_inputs.model_id", equalTo(List.of(in)))
        .body("run.outputs.model_outputs.model_id", equalTo(List.of(out, out, out)))
        .body("run.outputs.model_outputs.step", equalTo(List.of(-7, 0, 8)));
  }

  @Test
  void anUnknownModelKeepsTheWholeRequestOut() {
    String experiment = Wire.newExperiment();
    String run = Wire.newRun(experiment);
    String model = newModel(experiment);
    String models =
        json("'models':[{'model_id':'" + model + "'},{'model_id':'m-0'}]}").replace('\'', '"');
    post(
            "/runs/log-inputs",
            json("{'run_id':'" + run + "','datasets':[")
                + dataset("n", "d", "c", "s")
                + "],"
                + models)
        .statusCode(404)
        .body("message", containsString("m-0"));
    post("/runs/outputs", json("{'run_id':'" + run + "',") + models).statusCode(404);
    post("/runs/outputs", json("{'run_id':'" + run + "'}"))
        .statusCode(400)
        .body("message", containsString("'models'"));
    run(run)
        .body("run.inputs", equalTo(java.util.Map.of()))
        .body("run.outputs", equalTo(java.util.Map.of()));
  }

  @Test
  void runsThatLogTheSameNewDatasetAtOnceAllKeepIt() throws Exception {
    String experiment = Wire.newExperiment();
    List<String> runs = IntStream.range(0, 8).mapToObj(i -> Wire.newRun(experiment)).toList();
    try (ExecutorService callers = Executors.newFixedThreadPool(8)) {
      for (var answer :
          callers.invokeAll(
              runs.stream()
                  .<java.util.concurrent.Callable<Integer>>map(
                      run ->
                          () ->
                              logInputs(
                                      run, dataset("b", "2", run, "s"), dataset("a", "1", run, "s"))
                                  .extract()
                                  .statusCode())
                  .toList())) {
        assertEquals(200, answer.get());
      }
    }
    for (String run : runs) {
      run(run)
          .body("run.inputs.dataset_inputs.dataset.name", containsInAnyOrder("a", "b"))
          .body("run.inputs.dataset_inputs[0].tags[0].value", equalTo(run));
    }
  }

  @Test
  void datasetsOfExperimentsAreSummarised() {
    String experiment = Wire.newExperiment();
    String run = Wire.newRun(experiment);
    logInputs(run, dataset("b", "2", "train", "s"), dataset("a", "1", "eval", "s"));
    logInputs(run, json("{'dataset':{'name':'c','digest':'3','source_type':'l','source':'s'}}"));
    logInputs(Wire.newRun(experiment), dataset("b", "2", "train", "s"));
    search("'" + experiment + "'")
        .statusCode(200)
        .body("dataset_summaries.name", equalTo(List.of("a", "b", "c")))
        .body("dataset_summaries.digest", equalTo(List.of("1", "2", "3")))
        .body("dataset_summaries[0].context", equalTo("eval"))
        .body("dataset_summaries[0].experiment_id", equalTo(experiment))
        .body("dataset_summaries[2].context", nullValue());
    search("'" + Wire.newExperiment() + "'").statusCode(200).body(equalTo("{}"));
    search("").statusCode(400).body("message", containsString("at least one experiment_id"));
    search("'x'").statusCode(400);
    search("'0',".repeat(19) + "'0'").statusCode(200);
    search(String.join(",", IntStream.range(0, 21).mapToObj(i -> "'" + i + "'").toList()))
        .statusCode(400)
        .body("message", containsString("21"));
  }

  private static ValidatableResponse search(String ids) {
    return given()
        .contentType("application/json")
        .body(json("{'experiment_ids':[" + ids + "]}"))
        .post("/ajax-api/2.0/mlflow/experiments/search-datasets")
        .then();
  }
}

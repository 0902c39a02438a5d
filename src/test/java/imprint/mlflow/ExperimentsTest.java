package imprint.mlflow;

import static imprint.mlflow.Wire.get;
import static imprint.mlflow.Wire.json;
import static imprint.mlflow.Wire.newExperiment;
import static imprint.mlflow.Wire.newRun;
import static imprint.mlflow.Wire.post;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import imprint.PostgresForTests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(PostgresForTests.class)
class ExperimentsTest {
  @Test
  void theDefaultExperimentIsThereFromTheStart() {
    get("/experiments/get?experiment_id=0")
        .statusCode(200)
        .body("experiment.name", equalTo("Default"))
        .body("experiment.artifact_location", equalTo("mlflow-artifacts:/0"))
        .body("experiment.lifecycle_stage", equalTo("active"));
  }

  @Test
  void aNameIsTakenByDeletedExperimentsToo() {
    String name = UUID.randomUUID().toString();
    String body = json("{'name':'" + name + "'}");
    String id = post("/experiments/create", body).statusCode(200).extract().path("experiment_id");
    post("/experiments/delete", json("{'experiment_id':'" + id + "'}")).statusCode(200);
    post("/experiments/create", body)
        .statusCode(400)
        .body("error_code", equalTo("RESOURCE_ALREADY_EXISTS"))
        .body("message", containsString("Experiment(name=" + name + ") already exists."));
    get("/experiments/get-by-name?experiment_name=" + name)
        .statusCode(200)
        .body("experiment.lifecycle_stage", equalTo("deleted"));
  }

  @Test
  void deletingAnExperimentDeletesItsRunsAndRestoringBringsAllBack() {
    String experiment = newExperiment();
    String run = newRun(experiment);
    String id = json("{'experiment_id':'" + experiment + "'}");
    post("/experiments/delete", id).statusCode(200);
    get("/runs/get?run_id=" + run).body("run.info.lifecycle_stage", equalTo("deleted"));
    post("/experiments/delete", id).statusCode(404);
    post("/runs/create", id)
        .statusCode(400)
        .body("message", containsString("must be in the 'active' state"));
    post("/experiments/restore", id).statusCode(200);
    get("/runs/get?run_id=" + run).body("run.info.lifecycle_stage", equalTo("active"));
  }

  @Test
  void renamingRefusesDeletedExperimentsWithoutA500() {
    String experiment = newExperiment();
    post("/experiments/delete", json("{'experiment_id':'" + experiment + "'}")).statusCode(200);
    post("/experiments/update", json("{'experiment_id':'" + experiment + "','new_name':'x'}"))
        .statusCode(400)
        .body("message", containsString("non-active"));
  }

  @Test
  void tagsAreSetReplacedAndDeleted() {
    String experiment = newExperiment();
    for (String value : List.of("one", "two")) {
      post(
              "/experiments/set-experiment-tag",
              json("{'experiment_id':'" + experiment + "','key':'k','value':'" + value + "'}"))
          .statusCode(200);
    }
    get("/experiments/get?experiment_id=" + experiment)
        .body("experiment.tags.value", contains("two"));
    String delete = json("{'experiment_id':'" + experiment + "','key':'k'}");
    post("/experiments/delete-experiment-tag", delete).statusCode(200);
    post("/experiments/delete-experiment-tag", delete).statusCode(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc",
        "file:///etc",
        "FILE:///etc",
        "file://localhost/etc",
        "file:../../x",
        "s3://b/../../x",
        "s3://other-bucket/x",
        "mlflow-artifacts:/../../etc",
        "mlflow-artifacts:/a%2f..%2f..%2fetc",
        "mlflow-artifacts://evil.example/x",
        "http:///#/../../etc",
        "http://169.254.169.254/latest",
        "ftp://h/x",
        "jdbc:x",
        "dbfs:/x",
        "data:text/html,x",
        "runs:/x",
        "hdfs://h/x"
      })
  void artifactLocationsOutsideAllowedRootsAreRefused(String location) {
    post(
            "/experiments/create",
            json("{'name':'" + UUID.randomUUID() + "','artifact_location':'" + location + "'}"))
        .statusCode(400)
        .body("message", containsString("imprint.artifacts.allowed-roots"));
  }

  @Test
  void searchFindsByNameTagAndViewAndPagesThroughAll() {
    String mark = UUID.randomUUID().toString();
    List<String> ids =
        IntStream.range(0, 5)
            .mapToObj(
                i ->
                    post(
                            "/experiments/create",
                            json(
                                "{'name':'"
                                    + mark
                                    + i
                                    + "','tags':[{'key':'mark','value':'"
                                    + mark
                                    + "'}]}"))
                        .extract()
                        .<String>path("experiment_id"))
            .toList();
    String query =
        "{\"max_results\":2,\"order_by\":[\"name ASC\"],\"filter\":\"tags.mark = '" + mark + "'\"";
    List<String> first =
        post("/experiments/search", query + "}").extract().path("experiments.experiment_id");
    String token = post("/experiments/search", query + "}").extract().path("next_page_token");
    List<String> second =
        post("/experiments/search", query + ",\"page_token\":\"" + token + "\"}")
            .extract()
            .path("experiments.experiment_id");
    assertEquals(ids.subList(0, 2), first);
    assertEquals(ids.subList(2, 4), second);
    post("/experiments/search", "{\"max_results\":2,\"page_token\":\"" + token + "\"}")
        .statusCode(400);
  }

  @Test
  void searchNeedsAPositiveNumberOfResults() {
    post("/experiments/search", "{}").statusCode(400);
    post("/experiments/search", "{\"max_results\":0}").statusCode(400);
    post("/experiments/search", "{\"max_results\":50001}").statusCode(400);
    post("/experiments/search", "{\"max_results\":\"1\"}")
        .statusCode(200)
        .body("next_page_token", notNullValue());
  }

  @Test
  void deletedExperimentsAreFoundOnlyWhenAskedFor() {
    String experiment = newExperiment();
    post("/experiments/delete", json("{'experiment_id':'" + experiment + "'}"));
    post("/experiments/search", "{\"max_results\":50000}")
        .body("experiments.experiment_id", not(hasItem(experiment)));
    post("/experiments/search", "{\"max_results\":50000,\"view_type\":\"DELETED_ONLY\"}")
        .body("experiments.experiment_id", hasItem(experiment));
    get("/experiments/search?max_results=50000&view_type=ALL")
        .body("experiments.experiment_id", hasItem(experiment));
  }
}

package imprint.mlflow;

import static imprint.mlflow.Wire.json;
import static imprint.mlflow.Wire.post;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import imprint.PostgresForTests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresForTests.class)
class LoggedModelsTest {
  private static final String MODELS = Wire.API + "/logged-models";

  private static ValidatableResponse create(String fields) {
    return post("/logged-models", json("{" + fields + "}"));
  }

  private static String newModel() {
    return create("'experiment_id':'0'").statusCode(200).extract().path("model.info.model_id");
  }

  private static ValidatableResponse get(String idAndQuery) {
    return Wire.get("/logged-models/" + idAndQuery);
  }

  private static ValidatableResponse patch(String path, String body) {
    return given()
        .contentType("application/json")
        .body(json(body))
        .patch(MODELS + "/" + path)
        .then();
  }

  private static ValidatableResponse delete(String path) {
    return given().urlEncodingEnabled(false).delete(MODELS + "/" + path).then();
  }

  private static ValidatableResponse finish(String id, String status) {
    return patch(id, "{'model_id':'" + id + "','status':" + status + "}");
  }

  @Test
  void aModelIsCreatedPendingAndReadBack() {
    String experiment = Wire.newExperiment();
    String id =
        create(
                "'experiment_id':'"
                    + experiment
                    + "','name':'mein Modell ü','model_type':'t','source_run_id':'r',"
                    + "'params':[{'key':'b','value':''},{'key':'a','value':'1'}],"
                    + "'tags':[{'key':'k','value':'1'},{'key':'k','value':'2'}]")
            .statusCode(200)
            .body("model.info.model_id", matchesPattern("m-[0-9a-f]{32}"))
            .extract()
            .path("model.info.model_id");
    get(id)
        .statusCode(200)
        .body("model.info.experiment_id", equalTo(experiment))
        .body("model.info.name", equalTo("mein Modell ü"))
        .body("model.info.status", equalTo("LOGGED_MODEL_PENDING"))
        .body("model.info.model_type", equalTo("t"))
        .body("model.info.source_run_id", equalTo("r"))
        .body(
            "model.info.artifact_uri",
            equalTo("mlflow-artifacts:/" + experiment + "/models/" + id + "/artifacts"))
        .body("model.info.tags", equalTo(List.of(Map.of("key", "k", "value", "2"))))
        .body("model.data.params.key", equalTo(List.of("a", "b")))
        .body("model.data.params.value", equalTo(List.of("1", "")));
  }

  @Test
  void whatIsAbsentIsInventedOrEmpty() {
    create("'experimentId':'0','name':''")
        .statusCode(200)
        .body("model.info.name", matchesPattern("[a-z]+-[a-z]+-\\d+"))
        .body("model.info.model_type", equalTo(""))
        .body("model.info.source_run_id", equalTo(""))
        .body("model.info.status_message", nullValue())
        .body("model.info.tags", nullValue())
        .body("model.data", equalTo(Map.of()));
  }

  @Test
  void badModelsAreRefused() {
    for (String name : List.of("a/b", "a:b", "a.b", "a%b", "a\\\"b", "n".repeat(501))) {
      create("'experiment_id':'0','name':'" + name + "'").statusCode(400);
    }
    create("'experiment_id':'0','name':'" + "n".repeat(500) + "'").statusCode(200);
    create("'name':'m'").statusCode(400).body("message", containsString("'experiment_id'"));
    create("'experiment_id':'x'").statusCode(400);
    create("'experiment_id':'99999999'").statusCode(404);
    create("'experiment_id':'0','params':[{'key':'a','value':'1'},{'key':'a','value':'1'}]")
        .statusCode(400);
    create("'experiment_id':'0','params':[{'key':'a/../b','value':'1'}]").statusCode(400);
    create("'experiment_id':'0','params':[{'key':'a','value':'" + "v".repeat(65_537) + "'}]")
        .statusCode(400);
    create("'experiment_id':'0','tags':[{'key':'" + "k".repeat(251) + "'}]").statusCode(400);
    create("'experiment_id':'0','tags':[{'value':'v'}]").statusCode(400);
    create("'experiment_id':'0','name':'a\\u0000'").statusCode(400);
  }

  @Test
  void aDeletedExperimentTakesNoModels() {
    String experiment = Wire.newExperiment();
    post("/experiments/delete", json("{'experiment_id':'" + experiment + "'}")).statusCode(200);
    create("'experiment_id':'" + experiment + "'")
        .statusCode(400)
        .body("message", containsString("'active' state"));
  }

  @Test
  void finalizingSetsTheStatusByNameOrNumber() {
    String id = newModel();
    long created = get(id).extract().jsonPath().getLong("model.info.last_updated_timestamp_ms");
    finish(id, "'LOGGED_MODEL_READY'")
        .statusCode(200)
        .body("model.info.status", equalTo("LOGGED_MODEL_READY"));
    finish(id, "3").statusCode(200);
    get(id)
        .body("model.info.status", equalTo("LOGGED_MODEL_UPLOAD_FAILED"))
        .body("model.info.last_updated_timestamp_ms >= " + created + "L", equalTo(true));
    finish(id, "'READY'").statusCode(400);
    finish(id, "9").statusCode(400);
    patch(id, "{'model_id':'" + id + "'}").statusCode(400);
    patch(id, "{'status':2}").statusCode(400).body("message", containsString("'model_id'"));
    patch(id, "{'model_id':'m-0','status':2}").statusCode(400);
    finish("m-0", "2").statusCode(404).body("error_code", equalTo("RESOURCE_DOES_NOT_EXIST"));
  }

  @Test
  void aDeletedModelIsFoundOnlyWhenAskedFor() {
    String id = newModel();
    delete(id).statusCode(200).body(equalTo("{}"));
    get(id)
        .statusCode(404)
        .body("message", equalTo("Logged model with ID '" + id + "' not found."));
    get(id + "?allow_deleted=false").statusCode(404);
    get(id + "?allow_deleted=true").statusCode(200);
    get(id + "?allow_deleted=True").statusCode(200);
    get(id + "?allow_deleted=maybe").statusCode(400);
    delete(id).statusCode(200);
    delete("m-0").statusCode(404);
    get("m-0?allow_deleted=true").statusCode(404);
    get("%00").statusCode(400);
  }

  @Test
  void tagsAreSetReplacedAndDeleted() {
    String id = newModel();
    patch(id + "/tags", "{'tags':[{'key':'a/b c','value':'1'},{'key':'k','value':'2'}]}")
        .statusCode(200)
        .body(equalTo("{}"));
    patch(id + "/tags", "{'tags':[{'key':'k','value':'3'},{'key':'k','value':'4'}]}")
        .statusCode(200);
    get(id).body("model.info.tags.value", equalTo(List.of("1", "4")));
    delete(id + "/tags/a%2Fb%20c").statusCode(200);
    get(id).body("model.info.tags.key", equalTo(List.of("k")));
    delete(id + "/tags/k").statusCode(200);
    delete(id + "/tags/k").statusCode(404).body("message", containsString("No tag with key 'k'"));
    get(id).body("model.info.tags", nullValue());
    patch(id + "/tags", "{'tags':[{'key':'ok'},{'key':'a*b','value':'1'}]}").statusCode(400);
    get(id).body("model.info.tags", nullValue());
    patch("m-0/tags", "{'tags':[{'key':'k','value':'1'}]}").statusCode(404);
    delete("m-0/tags/k").statusCode(404).body("message", containsString("m-0"));
  }

  @Test
  void paramsAreAddedOnce() {
    String id = newModel();
    String path = "/logged-models/" + id + "/params";
    post(path, json("{'params':[{'key':'a','value':'1'},{'key':'b','value':'2'}]}"))
        .statusCode(200)
        .body(equalTo("{}"));
    post(path, json("{'params':[{'key':'c','value':'1'},{'key':'a','value':'1'}]}"))
        .statusCode(400);
    post(path, json("{'params':[{'key':'d','value':'1'},{'key':'d','value':'1'}]}"))
        .statusCode(400);
    get(id).body("model.data.params.key", equalTo(List.of("a", "b")));
    post("/logged-models/m-0/params", json("{'params':[{'key':'a','value':'1'}]}")).statusCode(404);
    post(path, "{}").statusCode(200);
  }

  @Test
  void otherPathsAndMethodsAreUnknown() {
    get(newModel() + "/nothing").statusCode(404).contentType("text/html");
    get("").statusCode(not(equalTo(500)));
  }
}

package imprint.mlflow;

import static imprint.mlflow.RegistryServer.MODELS;
import static imprint.mlflow.RegistryServer.VERSIONS;
import static imprint.mlflow.RegistryServer.delete;
import static imprint.mlflow.RegistryServer.get;
import static imprint.mlflow.RegistryServer.newModel;
import static imprint.mlflow.RegistryServer.newVersion;
import static imprint.mlflow.RegistryServer.newVersionOf;
import static imprint.mlflow.RegistryServer.patch;
import static imprint.mlflow.RegistryServer.post;
import static imprint.mlflow.RegistryServer.setAlias;
import static imprint.mlflow.RegistryServer.transition;
import static imprint.mlflow.RegistryServer.version;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import imprint.PostgresForTests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresForTests.class)
class ModelVersionsTest {
  private static final String INVALID = "INVALID_PARAMETER_VALUE";

  @Test
  void aVersionIsCreatedAndReadBack() {
    String model = newModel();
    newVersionOf(
            model,
            ",'run_id':'r','run_link':'l','description':'d','tags':[{'key':'k','value':'v'}]")
        .statusCode(200)
        .body("model_version.version", equalTo("1"))
        .body("model_version.current_stage", equalTo("None"))
        .body("model_version.status", equalTo("READY"));
    version(model, "1")
        .statusCode(200)
        .body("model_version.source", equalTo("s3://bucket/" + model))
        .body("model_version.run_id", equalTo("r"))
        .body("model_version.run_link", equalTo("l"))
        .body("model_version.description", equalTo("d"))
        .body("model_version.aliases", nullValue())
        .body(
            "model_version.tags",
            equalTo(
                List.of(
                    Map.of("key", "imprint.semver", "value", "1.0.0"),
                    Map.of("key", "k", "value", "v"))));
    version(model, "01").statusCode(200);
    get(VERSIONS + "get-download-uri", "name", model, "version", "1")
        .body("artifact_uri", equalTo("s3://bucket/" + model));
  }

  @Test
  void numbersRiseAndAreNeverGivenTwice() {
    String model = newModel();
    newVersion(model);
    String second = newVersion(model);
    delete(VERSIONS + "delete", "{'name':'" + model + "','version':'" + second + "'}")
        .statusCode(200)
        .body(equalTo("{}"));
    delete(VERSIONS + "delete", "{'name':'" + model + "','version':'" + second + "'}")
        .statusCode(404);
    version(model, second).statusCode(404);
    newVersionOf(model, "")
        .body("model_version.version", equalTo("3"))
        .body("model_version.tags.value", equalTo(List.of("1.0.2")));
  }

  @Test
  void theSemanticVersionIsThatOfTheTagOrFollows() {
    String model = newModel();
    newVersion(model, "2.3.4");
    newVersionOf(model, "").body("model_version.tags.value", equalTo(List.of("2.3.5")));
    newVersionOf(model, ",'tags':[{'key':'gitlab.version','value':'2.9.0+b1'}]")
        .body("model_version.tags.value", equalTo(List.of("2.9.0+b1", "2.9.0+b1")));
    newVersionOf(model, "").body("model_version.tags.value", equalTo(List.of("2.9.1")));
    newVersionOf(model, ",'tags':[{'key':'imprint.semver','value':'2.9.0+other'}]")
        .statusCode(400)
        .body("error_code", equalTo("RESOURCE_ALREADY_EXISTS"));
    for (String bad : List.of("1.2", "v1.2.3", "1.2.3 ", "01.2.3", "")) {
      newVersionOf(model, ",'tags':[{'key':'imprint.semver','value':'" + bad + "'}]")
          .statusCode(400)
          .body("error_code", equalTo(INVALID))
          .body("message", containsString("tags.imprint.semver"));
    }
    newVersion(model, "2147483647.0.0");
    newVersionOf(
            model, ",'tags':[{'key':'imprint.semver','value':'2147483647.2147483647.2147483647'}]")
        .statusCode(200);
    newVersionOf(model, "").statusCode(400);
    String semver = "{'name':'" + model + "','version':'1','key':'imprint.semver'";
    post(VERSIONS + "set-tag", semver + ",'value':'9.9.9'}").statusCode(400);
    delete(VERSIONS + "delete-tag", semver + "}").statusCode(400);
  }

  /** The stock client's copy_model_version sends all tags of the source. */
  @Test
  void aCopyKeepsItsSemanticVersionWhereThatIsFree() {
    String model = newModel();
    newVersion(model, "1.4.0");
    String target = newModel();
    for (String semver : List.of("1.4.0", "1.4.1", "1.4.2")) {
      post(
              VERSIONS + "create",
              "{'name':'"
                  + target
                  + "','source':'models:/"
                  + model
                  + "/1','tags':[{'key':'imprint.semver','value':'1.4.0'}]}")
          .statusCode(200)
          .body("model_version.tags.value", equalTo(List.of(semver)));
    }
    newVersionOf(target, ",'tags':[{'key':'imprint.semver','value':'1.4.0'}]").statusCode(400);
  }

  @Test
  void badVersionsAreRefused() {
    String model = newModel();
    newVersion(model);
    for (String source :
        List.of(
            "/etc",
            "file:///etc",
            "http://host/x",
            "s3://b/../c",
            "s3://b/%2e%2e/c",
            "s3://b/%252e%252E%252fc",
            "s3://b/./c",
            "s3://b/c%00",
            "mlflow-artifacts:/0/x",
            "mlflow-artifacts://host/0/x",
            "runs:/abc/model",
            "models:/m-" + "0".repeat(32) + "/..",
            "models:/",
            "models:/a/b/c",
            "runs:/",
            "RUNS:/x",
            "model",
            "s".repeat(2049))) {
      post(VERSIONS + "create", "{'name':'" + model + "','source':'" + source + "'}")
          .statusCode(400)
          .body("error_code", equalTo(INVALID));
    }
    post(VERSIONS + "create", "{'name':'" + model + "'}")
        .statusCode(400)
        .body("message", containsString("'source'"));
    post(VERSIONS + "create", "{'name':'none','source':'s3://b/c'}").statusCode(404);
    post(VERSIONS + "create", "{'name':'" + model + "','source':'models:/none/1'}").statusCode(404);
    for (String number : List.of("x", "1.5", "", "1 2", "1\\u0000")) {
      String body = "{'name':'" + model + "','version':'" + number + "'";
      post(VERSIONS + "transition-stage", body + ",'stage':'None'}").statusCode(400);
      delete(VERSIONS + "delete", body + "}").statusCode(400);
      patch(VERSIONS + "update", body + "}").statusCode(400);
      post(VERSIONS + "set-tag", body + ",'key':'k'}").statusCode(400);
    }
    for (String number : List.of("0", "-1", "2", "99999999999999999999")) {
      version(model, number).statusCode(404);
      get(VERSIONS + "get-download-uri", "name", model, "version", number)
          .statusCode(404)
          .body("message", containsString("Model Version (name=" + model));
    }
    patch(VERSIONS + "update", "{'name':'" + model + "','version':1}").statusCode(400);
    version(model, "x")
        .statusCode(400)
        .body("message", equalTo("Parameter 'version' must be an integer, got 'x'."));
  }

  @Test
  void notesAndTagsChange() {
    String model = newModel();
    newVersion(model);
    String one = "{'name':'" + model + "','version':'1'";
    patch(VERSIONS + "update", one + ",'description':'d'}")
        .statusCode(200)
        .body("model_version.description", equalTo("d"));
    patch(VERSIONS + "update", one + "}")
        .statusCode(200)
        .body("model_version.description", equalTo(""));
    post(VERSIONS + "set-tag", one + ",'key':'k','value':'1'}").statusCode(200);
    post(VERSIONS + "set-tag", one + ",'key':'k'}").statusCode(200);
    version(model, "1").body("model_version.tags.key", equalTo(List.of("imprint.semver", "k")));
    delete(VERSIONS + "delete-tag", one + ",'key':'k'}").statusCode(200);
    delete(VERSIONS + "delete-tag", one + ",'key':'k'}").statusCode(200);
    post(VERSIONS + "set-tag", one + ",'key':'a*b'}").statusCode(400);
    post(VERSIONS + "set-tag", "{'name':'" + model + "','version':'2','key':'k'}").statusCode(404);
  }

  @Test
  void stagesAreChannels() {
    String model = newModel();
    newVersion(model);
    newVersion(model);
    transition(model, "1", "production", "")
        .statusCode(200)
        .body("model_version.current_stage", equalTo("Production"))
        .body("model_version.aliases", equalTo(List.of("production")));
    transition(model, "2", "Production", "").statusCode(200);
    version(model, "1").body("model_version.current_stage", equalTo("None"));
    transition(model, "1", "PRODUCTION", ",'archive_existing_versions':true").statusCode(200);
    version(model, "2")
        .body("model_version.current_stage", equalTo("Archived"))
        .body("model_version.aliases", nullValue());
    get(MODELS + "get-latest-versions", "name", model, "stages", "Production")
        .body("model_versions.version", equalTo(List.of("1")));
    transition(model, "1", "Staging", "").statusCode(200);
    get(MODELS + "get-latest-versions", "name", model, "stages", "Production")
        .statusCode(200)
        .body("size()", equalTo(0));
    version(model, "1").body("model_version.aliases", equalTo(List.of("staging")));
    transition(model, "1", "Archived", "").statusCode(200);
    version(model, "1")
        .body("model_version.current_stage", equalTo("Archived"))
        .body("model_version.aliases", nullValue());
    transition(model, "1", "bogus", "")
        .statusCode(400)
        .body(
            "message",
            equalTo(
                "Invalid Model Version stage: bogus. Value must be one of None, Staging, Production, Archived."));
    transition(model, "1", "None", ",'archive_existing_versions':true").statusCode(400);
    transition(model, "7", "Staging", "").statusCode(404);
    transition(model, "1", "Staging", ",'archive_existing_versions':'yes'").statusCode(400);
  }

  @Test
  void aVersionInProductionStaysThereWhenAnAliasPutsItIntoStaging() {
    String model = newModel();
    newVersion(model);
    transition(model, "1", "Production", "").statusCode(200);
    setAlias(model, "staging", "1").statusCode(200);
    version(model, "1")
        .body("model_version.current_stage", equalTo("Production"))
        .body("model_version.aliases", equalTo(List.of("production", "staging")));
  }

  @Test
  void theNewestOfEachStage() {
    String model = newModel();
    get(MODELS + "get-latest-versions", "name", model).statusCode(200).body("size()", equalTo(0));
    for (int i = 0; i < 4; i++) {
      newVersion(model);
    }
    transition(model, "1", "Staging", "").statusCode(200);
    transition(model, "2", "Archived", "").statusCode(200);
    get(MODELS + "get-latest-versions", "name", model)
        .body("model_versions.version", equalTo(List.of("1", "2", "4")));
    post(MODELS + "get-latest-versions", "{'name':'" + model + "','stages':['staging','NONE']}")
        .body("model_versions.version", equalTo(List.of("1", "4")));
    get(MODELS + "get", "name", model)
        .body("registered_model.latest_versions.version", equalTo(List.of("1", "2", "4")))
        .body(
            "registered_model.aliases",
            equalTo(List.of(Map.of("alias", "staging", "version", "1"))));
    post(MODELS + "get-latest-versions", "{'name':'" + model + "','stages':['bogus']}")
        .statusCode(400)
        .body("message", containsString("Invalid Model Version stage: bogus"));
    post(MODELS + "get-latest-versions", "{'name':'" + model + "','stages':['None','bogus']}")
        .statusCode(400);
    post(MODELS + "get-latest-versions", "{'name':'" + model + "','stages':['']}").statusCode(400);
    post(MODELS + "get-latest-versions", "{'name':'" + model + "','stages':'None'}")
        .statusCode(400);
  }

  @Test
  void versionsAreFound() {
    String model = newModel();
    for (int i = 0; i < 3; i++) {
      newVersionOf(
              model, ",'run_id':'run" + i + model + "','tags':[{'key':'i','value':'" + i + "'}]")
          .statusCode(200);
    }
    setAlias(model, "champion", "2").statusCode(200);
    String byName = "name = '" + model + "'";
    get(VERSIONS + "search", "filter", byName, "order_by", "version_number ASC")
        .statusCode(200)
        .body("model_versions.version", equalTo(List.of("1", "2", "3")))
        .body("model_versions[1].aliases", equalTo(List.of("champion")))
        .body("next_page_token", nullValue());
    get(VERSIONS + "search", "filter", "run_id = 'run1" + model + "'")
        .body("model_versions.version", equalTo(List.of("2")));
    get(VERSIONS + "search", "filter", "run_id IN ('run1" + model + "','run2" + model + "')")
        .body("model_versions.size()", equalTo(2));
    get(VERSIONS + "search", "filter", byName + " AND version_number > 1 AND tags.i = '2'")
        .body("model_versions.version", equalTo(List.of("3")));
    get(VERSIONS + "search", "filter", "source_path LIKE '%" + model + "'", "max_results", "2")
        .body("model_versions.size()", equalTo(2));
    get(VERSIONS + "search", "filter", byName + " AND alias = 'champion'")
        .body("model_versions.version", equalTo(List.of("2")));
    get(VERSIONS + "search", "filter", byName + " AND state = 'registered' OR name = 'no'")
        .body("model_versions.size()", equalTo(3));
    for (String bad : List.of("bogus = 'a'", "version_number = 'x'", "version_number LIKE '1'")) {
      get(VERSIONS + "search", "filter", bad).statusCode(400).body("error_code", equalTo(INVALID));
    }
    for (String bad : List.of("0", "-1", "200001", "x")) {
      get(VERSIONS + "search", "max_results", bad).statusCode(400);
    }
  }

  @Test
  void aVersionOfALoggedModelIsNotedThere() {
    String run = Wire.newRun("0");
    String logged =
        post("/logged-models", "{'experiment_id':'0','name':'iris','source_run_id':'" + run + "'}")
            .extract()
            .path("model.info.model_id");
    String model = newModel();
    for (int i = 1; i <= 2; i++) {
      post(
              VERSIONS + "create",
              "{'name':'"
                  + model
                  + "','source':'models:/"
                  + logged
                  + "','model_id':'"
                  + logged
                  + "'}")
          .statusCode(200)
          .body("model_version.run_id", equalTo(run));
    }
    String noted = "{\"name\": \"" + model + "\", \"version\": ";
    Wire.get("/logged-models/" + logged)
        .body("model.info.tags.key", hasItem("mlflow.modelVersions"))
        .body("model.info.tags.value", hasItem("[" + noted + "1}, " + noted + "2}]"));
    post(
            VERSIONS + "create",
            "{'name':'" + model + "','source':'models:/" + logged + "','model_id':'m-0'}")
        .statusCode(400);
    post(VERSIONS + "create", "{'name':'" + model + "','source':'models:/" + model + "/1'}")
        .statusCode(200)
        .body("model_version.run_id", equalTo(run))
        .body("model_version.source", equalTo("models:/" + model + "/1"));
    post(
            VERSIONS + "create",
            "{'name':'" + model + "','source':'models:/" + model + "/1','run_id':'other'}")
        .statusCode(400);
  }
}

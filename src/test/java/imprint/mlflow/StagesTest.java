package imprint.mlflow;

import static imprint.mlflow.RegistryServer.MODELS;
import static imprint.mlflow.RegistryServer.byAlias;
import static imprint.mlflow.RegistryServer.get;
import static imprint.mlflow.RegistryServer.newModel;
import static imprint.mlflow.RegistryServer.newVersion;
import static imprint.mlflow.RegistryServer.setAlias;
import static imprint.mlflow.RegistryServer.transition;
import static imprint.mlflow.RegistryServer.version;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import imprint.PostgresForTests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How versions pass through MLflow's stages. */
@QuarkusTest
@WithTestResource(PostgresForTests.class)
class StagesTest {
  @Test
  void aVersionHasOneStageAndLeavesTheOneItHad() {
    String model = newModel();
    newVersion(model);
    newVersion(model);
    transition(model, "1", "Staging", "").statusCode(200);
    transition(model, "1", "Production", "")
        .statusCode(200)
        .body("model_version.current_stage", equalTo("Production"))
        .body("model_version.aliases", equalTo(List.of("production")));
    get(MODELS + "get-latest-versions", "name", model, "stages", "Staging")
        .statusCode(200)
        .body("size()", equalTo(0));
    byAlias(model, "staging").statusCode(400);
    transition(model, "2", "Production", ",'archive_existing_versions':true").statusCode(200);
    version(model, "1").body("model_version.current_stage", equalTo("Archived"));
    String moves = "/api/v1/projects/default/models/" + model + "/channels/%s/history";
    given()
        .get(moves.formatted("staging"))
        .then()
        .statusCode(200)
        .body("moves.reason[0]", equalTo("the stage was set to Production"))
        .body("moves.to[0]", nullValue())
        .body("moves.size()", equalTo(2));
    given().get(moves.formatted("production")).then().body("moves.size()", equalTo(2));
  }

  @Test
  void aRefusedTransitionLeavesTheVersionWhereItWas() {
    String model = newModel();
    newVersion(model);
    transition(model, "1", "Staging", "").statusCode(200);
    given()
        .contentType("application/yaml")
        .body("rules:\n  - tag: reviewed\n    equals: \"true\"\n".getBytes(StandardCharsets.UTF_8))
        .put("/api/v1/projects/default/models/" + model + "/channels/production/policy")
        .then()
        .statusCode(200);
    transition(model, "1", "Production", "").statusCode(403);
    version(model, "1")
        .body("model_version.current_stage", equalTo("Staging"))
        .body("model_version.aliases", equalTo(List.of("staging")));
  }

  /** Another version that an alias put into staging besides. */
  @Test
  void whatIsArchivedIsInNoStage() {
    String model = newModel();
    newVersion(model);
    newVersion(model);
    transition(model, "1", "Production", "").statusCode(200);
    setAlias(model, "staging", "1").statusCode(200);
    transition(model, "2", "Production", ",'archive_existing_versions':true").statusCode(200);
    version(model, "1")
        .body("model_version.current_stage", equalTo("Archived"))
        .body("model_version.aliases", nullValue());
  }
}

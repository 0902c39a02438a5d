package imprint.mlflow;

import static imprint.mlflow.RegistryServer.MODELS;
import static imprint.mlflow.RegistryServer.VERSIONS;
import static imprint.mlflow.RegistryServer.byAlias;
import static imprint.mlflow.RegistryServer.delete;
import static imprint.mlflow.RegistryServer.get;
import static imprint.mlflow.RegistryServer.newModel;
import static imprint.mlflow.RegistryServer.newVersion;
import static imprint.mlflow.RegistryServer.post;
import static imprint.mlflow.RegistryServer.setAlias;
import static imprint.mlflow.RegistryServer.version;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import imprint.PostgresForTests;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresForTests.class)
class ModelAliasesTest {
  private static final String VERSION = "model_version.version";

  @Inject AgroalDataSource database;

  /** A promotion is not what is tested here, so its outcome is written. */
  private void judge(String model, String number, String state, String reason) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement update =
            connection.prepareStatement(
                """
                update model_version v set state = ?, state_reason = ?
                from model m where m.id = v.model_id and m.name = ? and v.number = ?
                """)) {
      update.setString(1, state);
      update.setString(2, reason);
      update.setString(3, model);
      update.setInt(4, Integer.parseInt(number));
      update.executeUpdate();
    }
  }

  /** A model with the approved versions 1.2.0, 1.10.0, 2.0.0-rc.1 and the registered 1.11.0. */
  private String judgedModel() throws SQLException {
    String model = newModel();
    for (String semver : List.of("1.10.0", "1.2.0", "2.0.0-rc.1")) {
      judge(model, newVersion(model, semver), "approved", "");
    }
    newVersion(model, "1.11.0");
    return model;
  }

  private static ValidatableResponse byStage(String model, String reference) {
    return post(
        MODELS + "get-latest-versions", "{'name':'" + model + "','stages':['" + reference + "']}");
  }

  @Test
  void anAliasStandsWhereItWasSet() {
    String model = newModel();
    newVersion(model);
    newVersion(model);
    setAlias(model, "champion", "1").statusCode(200).body(equalTo("{}"));
    setAlias(model, "champion", "2").statusCode(200);
    setAlias(model, "a-b_Ü", "2").statusCode(200);
    byAlias(model, "champion")
        .statusCode(200)
        .body(VERSION, equalTo("2"))
        .body("model_version.aliases", equalTo(List.of("a-b_Ü", "champion")));
    byAlias(model, "Champion")
        .statusCode(400)
        .body("error_code", equalTo("INVALID_PARAMETER_VALUE"))
        .body("message", equalTo("Registered model alias Champion not found."));
    delete(MODELS + "alias", "{'name':'" + model + "','alias':'champion'}").statusCode(200);
    delete(MODELS + "alias", "{'name':'" + model + "','alias':'champion'}").statusCode(200);
    byAlias(model, "champion").statusCode(400);
  }

  @Test
  void namesThatMeanSomethingElseAreNoAliases() {
    String model = newModel();
    newVersion(model);
    for (String alias :
        List.of(
            "latest",
            "LATEST",
            "latest-approved",
            "v1",
            "V12",
            "7",
            "1.2.3",
            "^1",
            "a b",
            "a/b",
            "",
            "é.è",
            "a".repeat(256),
            "a\\n")) {
      setAlias(model, alias, "1")
          .statusCode(400)
          .body("error_code", equalTo("INVALID_PARAMETER_VALUE"));
    }
    setAlias(model, "a".repeat(255), "1").statusCode(200);
    setAlias(model, "ok", "2").statusCode(404);
    setAlias(model, "ok", "x").statusCode(400);
    setAlias("none" + model, "ok", "1").statusCode(404);
    delete(MODELS + "alias", "{'name':'" + model + "','alias':'^1'}").statusCode(400);
    delete(MODELS + "alias", "{'name':'none" + model + "','alias':'a'}").statusCode(404);
    byAlias(model, "a b").statusCode(400);
    byAlias(model, "v1").statusCode(400);
  }

  @Test
  void aliasesGoWithTheirVersion() {
    String model = newModel();
    newVersion(model);
    setAlias(model, "champion", "1").statusCode(200);
    setAlias(model, "production", "1").statusCode(200);
    delete(VERSIONS + "delete", "{'name':'" + model + "','version':'1'}").statusCode(200);
    byAlias(model, "champion").statusCode(400);
    byAlias(model, "production").statusCode(400);
    byAlias(model, "latest").statusCode(404);
    get(MODELS + "get", "name", model).body("registered_model.aliases", nullValue());
  }

  @Test
  void theNameOfAChannelMovesTheChannel() {
    String model = newModel();
    newVersion(model);
    byAlias(model, "production").statusCode(400);
    setAlias(model, "Production", "1").statusCode(200);
    byAlias(model, "PRODUCTION").statusCode(200).body(VERSION, equalTo("1"));
    version(model, "1").body("model_version.current_stage", equalTo("Production"));
    setAlias(model, "dev", "1").statusCode(200);
    version(model, "1")
        .body("model_version.current_stage", equalTo("Production"))
        .body("model_version.aliases", equalTo(List.of("dev", "production")));
    byStage(model, "DEV").body("model_versions.version", equalTo(List.of("1")));
    delete(MODELS + "alias", "{'name':'" + model + "','alias':'production'}").statusCode(200);
    version(model, "1").body("model_version.current_stage", equalTo("None"));
    byAlias(model, "production").statusCode(400);
  }

  @Test
  void rangesMeanTheHighestApprovedVersion() throws SQLException {
    String model = judgedModel();
    for (String range : List.of("^1.2", "1.x", ">=1.2,<2", "*", "latest-approved", "~1.10")) {
      byAlias(model, range).statusCode(200).body(VERSION, equalTo("1"));
      byStage(model, range).statusCode(200).body("model_versions.version", equalTo(List.of("1")));
    }
    byAlias(model, ">=2.0.0-rc.0").body(VERSION, equalTo("3"));
    byAlias(model, "~1.2").body(VERSION, equalTo("2"));
    byAlias(model, "^3")
        .statusCode(404)
        .body("error_code", equalTo("RESOURCE_DOES_NOT_EXIST"))
        .body("message", containsString("Nearest: 2.0.0-rc.1 (number 3, approved)"));
    byStage(model, "^3").statusCode(404).body("message", containsString("Nearest"));
    byAlias(model, "~1.11")
        .statusCode(404)
        .body("message", containsString("1.11.0 (number 4, registered)"));
    byAlias(newModel(), "^1").statusCode(404).body("message", containsString("no versions"));
  }

  @Test
  void wholeSemanticVersionsNumbersAndLatest() throws SQLException {
    String model = judgedModel();
    byStage(model, "1.2.0").body("model_versions.version", equalTo(List.of("2")));
    byAlias(model, "1.11.0").body(VERSION, equalTo("4"));
    byAlias(model, "1.11.0+build").body(VERSION, equalTo("4"));
    byAlias(model, "4").body(VERSION, equalTo("4"));
    byAlias(model, "latest").body(VERSION, equalTo("4"));
    byAlias(model, "Latest").body(VERSION, equalTo("4"));
    byStage(model, "9.9.9").statusCode(404);
    byAlias(model, "sha256:" + "0".repeat(64)).statusCode(404);
    byAlias(model, "1.2.3.4").statusCode(400).body("message", containsString("alias"));
  }

  @Test
  void whatIsWithdrawnIsNotToBeHad() throws SQLException {
    String model = judgedModel();
    setAlias(model, "champion", "1").statusCode(200);
    judge(model, "1", "revoked", "leaks data");
    for (String reference : List.of("champion", "1", "1.10.0")) {
      byAlias(model, reference)
          .statusCode(404)
          .body("message", containsString("revoked: leaks data"));
    }
    byAlias(model, "^1.2").body(VERSION, equalTo("2"));
    get(VERSIONS + "get-download-uri", "name", model, "version", "1")
        .statusCode(404)
        .body("message", containsString("leaks data"));
    version(model, "1")
        .statusCode(200)
        .body("model_version.status_message", equalTo("revoked: leaks data"));
    setAlias(model, "production", "1").statusCode(400).body("message", containsString("revoked"));
    judge(model, "2", "deprecated", "use 2");
    byAlias(model, "1.2.0")
        .statusCode(200)
        .body("model_version.status_message", equalTo("deprecated: use 2"));
    byAlias(model, "^1.2").statusCode(404).body("message", containsString("deprecated"));
  }

  @Test
  void anApprovedVersionInAChannelIsNotDeleted() throws SQLException {
    String model = judgedModel();
    setAlias(model, "production", "1").statusCode(200);
    delete(VERSIONS + "delete", "{'name':'" + model + "','version':'1'}")
        .statusCode(400)
        .body("message", containsString("'production'"));
    delete(MODELS + "delete", "{'name':'" + model + "'}").statusCode(400);
    delete(VERSIONS + "delete", "{'name':'" + model + "','version':'2'}").statusCode(200);
  }
}

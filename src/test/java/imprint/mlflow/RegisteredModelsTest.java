package imprint.mlflow;

import static imprint.mlflow.RegistryServer.MODELS;
import static imprint.mlflow.RegistryServer.delete;
import static imprint.mlflow.RegistryServer.get;
import static imprint.mlflow.RegistryServer.newModel;
import static imprint.mlflow.RegistryServer.newVersion;
import static imprint.mlflow.RegistryServer.patch;
import static imprint.mlflow.RegistryServer.post;
import static imprint.mlflow.RegistryServer.setAlias;
import static imprint.mlflow.RegistryServer.version;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import imprint.PostgresForTests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresForTests.class)
class RegisteredModelsTest {
  private static final String INVALID = "INVALID_PARAMETER_VALUE";
  private static final String MISSING = "RESOURCE_DOES_NOT_EXIST";

  private static String unique() {
    return "m" + UUID.randomUUID().toString().replace("-", "");
  }

  @Test
  void aModelIsCreatedAndReadBack() {
    String name = "Modell ü " + unique();
    post(
            MODELS + "create",
            "{'name':'"
                + name
                + "','description':'d','tags':[{'key':'b','value':''},{'key':'a','value':'1'},{'key':'a','value':'2'}]}")
        .statusCode(200)
        .body("registered_model.name", equalTo(name));
    get(MODELS + "get", "name", name)
        .statusCode(200)
        .body("registered_model.description", equalTo("d"))
        .body("registered_model.creation_timestamp", notNullValue())
        .body(
            "registered_model.tags",
            equalTo(List.of(Map.of("key", "a", "value", "2"), Map.of("key", "b", "value", ""))))
        .body("registered_model.latest_versions", nullValue())
        .body("registered_model.aliases", nullValue());
    given()
        .queryParam("name", name)
        .get("/ajax-api/2.0/mlflow/registered-models/get")
        .then()
        .statusCode(200);
  }

  @Test
  void aNameIsTakenOnce() {
    String name = newModel();
    post(MODELS + "create", "{'name':'" + name + "'}")
        .statusCode(400)
        .body("error_code", equalTo("RESOURCE_ALREADY_EXISTS"))
        .body("message", equalTo("Registered Model (name=" + name + ") already exists."));
    post(
            MODELS + "create",
            "{'name':'" + name + "','tags':[{'key':'mlflow.prompt.is_prompt','value':'true'}]}")
        .statusCode(400)
        .body("message", containsString("already taken by a registered model"));
  }

  @Test
  void badModelsAreRefused() {
    for (String name :
        List.of("a/b", "a:b", " ", "", "..", " a", "a\\u0001", "a\\u202e", "x".repeat(257))) {
      post(MODELS + "create", "{'name':'" + name + "'}")
          .statusCode(400)
          .body("error_code", equalTo(INVALID))
          .body("message", containsString("ame"));
    }
    for (String rest :
        List.of(
            "'name':7",
            "'name':null",
            "'name':['a']",
            "'description':'d'",
            "'name':'ok" + unique() + "','tags':{'key':'a'}",
            "'name':'ok" + unique() + "','tags':[{'value':'a'}]",
            "'name':'ok" + unique() + "','tags':[{'key':'a*b','value':''}]",
            "'name':'ok" + unique() + "','tags':[{'key':'" + "k".repeat(251) + "'}]",
            "'name':'ok"
                + unique()
                + "','tags':[{'key':'k','value':'"
                + "v".repeat(100_001)
                + "'}]",
            "'name':'ok" + unique() + "','description':'" + "d".repeat(100_001) + "'",
            "'name':'ok" + unique() + "','description':'\\u0000'")) {
      post(MODELS + "create", "{" + rest + "}")
          .statusCode(400)
          .body("error_code", equalTo(INVALID));
    }
    for (String path : List.of("get", "alias", "get-latest-versions")) {
      get(MODELS + path).statusCode(400).body("message", containsString("'name'"));
      get(MODELS + path, "name", "a/b", "alias", "x").statusCode(400);
      get(MODELS + path, "name", unique(), "alias", "x")
          .statusCode(404)
          .body("error_code", equalTo(MISSING));
    }
  }

  @Test
  void aDescriptionIsSetAndCleared() {
    String name = newModel();
    patch(MODELS + "update", "{'name':'" + name + "','description':'now'}")
        .statusCode(200)
        .body("registered_model.description", equalTo("now"));
    patch(MODELS + "update", "{'name':'" + name + "'}")
        .statusCode(200)
        .body("registered_model.description", nullValue());
    patch(MODELS + "update", "{'name':'" + unique() + "'}").statusCode(404);
  }

  @Test
  void aRenamedModelKeepsItsVersionsAndFreesItsName() {
    String name = newModel();
    String number = newVersion(name);
    setAlias(name, "champion", number).statusCode(200);
    String other = newModel();
    String renamed = unique();
    post(MODELS + "rename", "{'name':'" + name + "','new_name':'" + renamed + "'}")
        .statusCode(200)
        .body("registered_model.name", equalTo(renamed))
        .body("registered_model.aliases.alias", equalTo(List.of("champion")));
    version(renamed, number).statusCode(200).body("model_version.name", equalTo(renamed));
    version(name, number).statusCode(404);
    post(MODELS + "create", "{'name':'" + name + "'}").statusCode(200);
    post(MODELS + "rename", "{'name':'" + renamed + "','new_name':'" + other + "'}")
        .statusCode(400)
        .body("error_code", equalTo("RESOURCE_ALREADY_EXISTS"));
    post(MODELS + "rename", "{'name':'" + renamed + "','new_name':'a/b'}").statusCode(400);
    post(MODELS + "rename", "{'name':'" + renamed + "'}")
        .statusCode(400)
        .body("message", containsString("'new_name'"));
    post(MODELS + "rename", "{'name':'" + unique() + "','new_name':'" + unique() + "'}")
        .statusCode(404);
  }

  @Test
  void aDeletedModelIsGoneWithItsVersions() {
    String name = newModel();
    String number = newVersion(name);
    setAlias(name, "champion", number).statusCode(200);
    setAlias(name, "production", number).statusCode(200);
    delete(MODELS + "delete", "{'name':'" + name + "'}").statusCode(200).body(equalTo("{}"));
    delete(MODELS + "delete", "{'name':'" + name + "'}").statusCode(404);
    version(name, number).statusCode(404);
    get(MODELS + "get", "name", name).statusCode(404);
    post(MODELS + "create", "{'name':'" + name + "'}").statusCode(200);
    version(name, number).statusCode(404);
    get(MODELS + "get", "name", name).body("registered_model.aliases", nullValue());
    newVersion(name);
  }

  @Test
  void tagsAreSetReplacedAndDeleted() {
    String name = newModel();
    String tag = "{'name':'" + name + "','key':'team/a b'";
    post(MODELS + "set-tag", tag + ",'value':'1'}").statusCode(200).body(equalTo("{}"));
    post(MODELS + "set-tag", tag + ",'value':'2'}").statusCode(200);
    get(MODELS + "get", "name", name).body("registered_model.tags.value", equalTo(List.of("2")));
    delete(MODELS + "delete-tag", tag + "}").statusCode(200);
    delete(MODELS + "delete-tag", tag + "}").statusCode(200);
    get(MODELS + "get", "name", name).body("registered_model.tags", nullValue());
    post(MODELS + "set-tag", "{'name':'" + name + "','value':'1'}")
        .statusCode(400)
        .body("message", containsString("'key'"));
    post(MODELS + "set-tag", "{'name':'" + unique() + "','key':'k'}").statusCode(404);
    delete(MODELS + "delete-tag", "{'name':'" + name + "','key':'../a'}").statusCode(400);
  }

  @Test
  void modelsAreFoundInPages() {
    String prefix = unique();
    for (String suffix : List.of("c", "a", "b")) {
      post(MODELS + "create", "{'name':'" + prefix + "-" + suffix + "'}").statusCode(200);
    }
    String filter = "name LIKE '" + prefix + "%'";
    List<String> names = new ArrayList<>();
    String token = "";
    do {
      var page =
          get(MODELS + "search", "filter", filter, "max_results", "2", "page_token", token)
              .statusCode(200)
              .extract();
      names.addAll(page.path("registered_models.name"));
      token = page.path("next_page_token");
    } while (token != null);
    assertEquals(List.of(prefix + "-a", prefix + "-b", prefix + "-c"), names);
    get(MODELS + "search", "filter", filter, "order_by", "name DESC")
        .body("registered_models[0].name", equalTo(prefix + "-c"));
    get(MODELS + "search", "filter", "name = '" + unique() + "'").body("size()", equalTo(0));
    for (String bad : List.of("bogus = 'a'", "name = a", "  ", "name ~ 'a'", "name = 'a' OR")) {
      get(MODELS + "search", "filter", bad).statusCode(400).body("error_code", equalTo(INVALID));
    }
    for (String bad : List.of("0", "-1", "1001", "x", "1.5", "99999999999")) {
      get(MODELS + "search", "max_results", bad).statusCode(400);
    }
    get(MODELS + "search", "page_token", "nonsense").statusCode(400);
    get(MODELS + "search", "order_by", "bogus").statusCode(400);
  }

  @Test
  void promptsAreFoundOnlyWhenAskedFor() {
    String name = unique();
    post(
            MODELS + "create",
            "{'name':'" + name + "','tags':[{'key':'mlflow.prompt.is_prompt','value':'true'}]}")
        .statusCode(200);
    String byName = "name = '" + name + "'";
    get(MODELS + "search", "filter", byName).body("size()", equalTo(0));
    get(MODELS + "search", "filter", byName + " AND tags.`mlflow.prompt.is_prompt` = 'true'")
        .body("registered_models.name", equalTo(List.of(name)));
    get(MODELS + "search", "filter", byName + " AND tags.`mlflow.prompt.is_prompt` != 'true'")
        .body("size()", equalTo(0));
    String model = newModel();
    get(
            MODELS + "search",
            "filter",
            "name = '" + model + "' AND tags.`mlflow.prompt.is_prompt` != 'true'")
        .body("registered_models.name", hasItem(model));
    String version =
        "{'name':'"
            + name
            + "','tags':[{'key':'mlflow.prompt.is_prompt','value':'true'}],'source':";
    post(RegistryServer.VERSIONS + "create", version + "'prompt-template'}").statusCode(200);
    post(RegistryServer.VERSIONS + "create", version + "'s3://b/c'}").statusCode(400);
    get(RegistryServer.VERSIONS + "search", "filter", byName).body("size()", equalTo(0));
    get(
            RegistryServer.VERSIONS + "search",
            "filter",
            byName + " AND tags.`mlflow.prompt.is_prompt` = 'true'")
        .body("model_versions.version", equalTo(List.of("1")));
  }
}

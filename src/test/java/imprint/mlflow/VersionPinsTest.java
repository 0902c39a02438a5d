package imprint.mlflow;

import static imprint.mlflow.ArtifactServer.PROXY;
import static imprint.mlflow.RegistryServer.VERSIONS;
import static imprint.mlflow.RegistryServer.get;
import static imprint.mlflow.RegistryServer.newModel;
import static imprint.mlflow.RegistryServer.post;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import imprint.PostgresForTests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(PostgresForTests.class)
class VersionPinsTest {
  private static final String SIGNED =
      """
      flavors: {}
      signature:
        inputs: '[{"type": "double", "name": "%s", "required": true}]'
        outputs: '[{"type": "long", "required": true}]'
      """;

  private RawHttp http;
  private ArtifactServer server;
  private String model;

  @BeforeEach
  void aRunAndAModel() {
    http = new RawHttp();
    server = new ArtifactServer(http);
    model = newModel();
  }

  private String newVersion(String source) {
    return post(
            VERSIONS + "create",
            "{'name':'" + model + "','source':'" + source + "','run_id':'" + server.run + "'}")
        .statusCode(200)
        .extract()
        .path("model_version.version");
  }

  private String fromRun(String path) {
    return newVersion("runs:/" + server.run + "/" + path);
  }

  /** The path below which the proxy has a version's files. */
  private String root(String version) {
    String uri =
        get(VERSIONS + "get-download-uri", "name", model, "version", version)
            .statusCode(200)
            .extract()
            .path("artifact_uri");
    assertTrue(uri.startsWith("mlflow-artifacts:/versions/"), uri);
    return PROXY + uri.substring("mlflow-artifacts:".length());
  }

  private RawHttp.Answer artifact(String version, String path) {
    return http.get(
        "/model-versions/get-artifact?name=" + model + "&version=" + version + "&path=" + path);
  }

  @Test
  void aVersionKeepsItsBytesWhateverBecomesOfTheRun() {
    server.put("model/MLmodel", SIGNED.formatted("a"));
    server.put("model/data/model.pkl", "first");
    server.put("model2/other", "no part of it");
    String version = fromRun("model");
    assertEquals(200, server.put("model/data/model.pkl", "second").status());
    assertEquals(200, http.send("DELETE", server.target("model/MLmodel"), null).status());
    post("/runs/delete", "{'run_id':'" + server.run + "'}").statusCode(200);

    String root = root(version);
    assertEquals("first", http.get(root + "/data/model.pkl").text());
    assertEquals("first", artifact(version, "data/model.pkl").text());
    assertEquals(SIGNED.formatted("a"), artifact(version, "MLmodel").text());
    assertEquals(404, artifact(version, "other").status());
    assertEquals(400, artifact(version, "data").status());
    List<String> names =
        http.get(PROXY + "?path=" + root.substring(PROXY.length() + 1))
            .json()
            .findValuesAsText("path");
    assertEquals(List.of("MLmodel", "data"), names);
  }

  @Test
  void theFilesOfAVersionNeverChange() {
    server.put("model/f", "first");
    String root = root(fromRun("model"));
    byte[] body = "second".getBytes(StandardCharsets.UTF_8);
    assertEquals(403, http.put(root + "/f", body).status());
    assertEquals(403, http.put(root + "/new", body).status());
    for (String path : List.of("/f", "", "/none")) {
      RawHttp.Answer refused = http.send("DELETE", root + path, null);
      assertEquals(403, refused.status(), path);
      assertEquals("PERMISSION_DENIED", refused.json().path("error_code").asText());
    }
    String above = root.substring(0, root.length() - "/artifacts".length());
    http.send("DELETE", above, null);
    http.send("DELETE", PROXY + "/versions", null);
    assertEquals("first", http.get(root + "/f").text());
  }

  @Test
  void badFilesOfVersionsAreRefused() {
    server.put("model/f", "first");
    String version = fromRun("model");
    String query = "/model-versions/get-artifact?name=" + model + "&version=" + version;
    for (String bad :
        List.of(
            query,
            query + "&path=",
            query + "&path=../f",
            query + "&path=%2e%2e/f",
            query + "&path=/f",
            query + "&path=a%00",
            "/model-versions/get-artifact?path=f",
            "/model-versions/get-artifact?path=f&name=" + model,
            "/model-versions/get-artifact?path=f&version=x&name=" + model)) {
      assertEquals(400, http.get(bad).status(), bad);
    }
    assertEquals(404, http.get(query + "9&path=f").status());
    String elsewhere = RegistryServer.newVersion(model);
    assertEquals(400, artifact(elsewhere, "f").status());
  }

  @Test
  void aSourceWithoutFilesIsNotedOnly() {
    String version = fromRun("nothing");
    get(VERSIONS + "get-download-uri", "name", model, "version", version)
        .body("artifact_uri", equalTo("runs:/" + server.run + "/nothing"));
  }

  @Test
  void theSemanticVersionFollowsTheSignature() {
    server.put("model/MLmodel", SIGNED.formatted("a"));
    fromRun("model");
    server.put("model/weights", "others");
    assertEquals("1.0.1", semver(fromRun("model")));
    server.put("model/MLmodel", SIGNED.formatted("b"));
    assertEquals("2.0.0", semver(fromRun("model")));
    assertEquals("3.0.0", semver(fromRun("model/weights")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[",
        "a: &a [*a]",
        "a: !!int x",
        "a: !!binary '###'",
        "!!str [1]",
        "!!java.util.Date {}",
        "signature: 7",
        "signature: {inputs: '[{', outputs: [1, 2}",
        "signature: {inputs: '[{'}"
      })
  void aFileThatHoldsNoSignatureIsNoHindrance(String text) {
    server.put("model/MLmodel", text);
    fromRun("model");
    server.put("model/MLmodel", SIGNED.formatted("a"));
    assertEquals("1.1.0", semver(fromRun("model")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "signature: {inputs: '7', outputs: '{\"a\": {}}', params: [1]}",
        "signature: {inputs: '[\"\\u0000\"]'}",
        "signature: {inputs: '[\"\\ud800\"]'}",
        "signature: {inputs: '[{\"name\": 1}, {\"name\": {}}, [], null]'}"
      })
  void anOddSignatureIsKeptAndCompared(String text) {
    server.put("model/MLmodel", text);
    fromRun("model");
    server.put("model/other", "more");
    assertEquals("1.0.1", semver(fromRun("model")));
  }

  private String semver(String version) {
    return RegistryServer.version(model, version)
        .extract()
        .path("model_version.tags.find { it.key == 'imprint.semver' }.value");
  }

  @Test
  void aCopyHasTheSameBytesAndLineage() {
    server.put("model/f", "first");
    String version = fromRun("model");
    String copy = newModel();
    post(
            VERSIONS + "create",
            "{'name':'" + copy + "','source':'models:/" + model + "/" + version + "'}")
        .statusCode(200)
        .body("model_version.run_id", equalTo(server.run));
    RawHttp.Answer answer =
        http.get("/model-versions/get-artifact?name=" + copy + "&version=1&path=f");
    assertEquals("first", answer.text());
  }

  @Test
  void aSourceOutsideOfTheRunIsRefused() {
    server.put("model/f", "first");
    String other = server.newRun();
    for (String source :
        List.of(
            "mlflow-artifacts:/" + server.experiment + "/" + server.run,
            "mlflow-artifacts:/" + server.root + "x",
            "mlflow-artifacts:/" + server.experiment + "/" + other + "/artifacts/model",
            "mlflow-artifacts:/" + server.root + "/../x",
            "runs:/" + other + "/model")) {
      post(
              VERSIONS + "create",
              "{'name':'" + model + "','source':'" + source + "','run_id':'" + server.run + "'}")
          .statusCode(400);
    }
    newVersion("mlflow-artifacts:/" + server.root + "/model");
    root("1");
  }
}

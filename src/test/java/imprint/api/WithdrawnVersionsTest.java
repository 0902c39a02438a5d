package imprint.api;

import static imprint.api.RegistryServer.ok;
import static imprint.api.RegistryServer.problem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import imprint.PostgresForTests;
import imprint.registry.ModelVersion;
import imprint.registry.Versions;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is left to be had of versions that were revoked or found compromised. */
@QuarkusTest
@WithTestResource(PostgresForTests.class)
class WithdrawnVersionsTest {
  @Inject Versions versions;
  private RegistryServer server;

  @BeforeEach
  void aModel() {
    server = new RegistryServer(versions);
  }

  @Test
  void whatWasRevokedIsKeptFromEverybodyAndItsRecordsAreNot() {
    ModelVersion version = server.register("1.0.0", Map.of("a", "secret", "dir/b", "more"));
    ModelVersion other = server.register("1.1.0", Map.of("a", "fine"));
    RegistryServer.approve(version);
    Instant before = Instant.now();
    String root = uri(version);
    String ownFiles = "/api/2.0/mlflow-artifacts/artifacts/" + root;
    String signed = "/api/2.0/mlflow-artifacts/presigned/" + root + "/a";
    String url = ok(server.get(signed)).path("url").asText();
    String target = url.substring(url.indexOf("/api/v1/signed/"));
    assertEquals("secret", RegistryServer.text(server.get(target)));
    assertEquals("secret", RegistryServer.text(server.get(ownFiles + "/a")));
    ok(server.patch(server.version("1.0.0", ""), "{\"state\":\"revoked\",\"reason\":\"leaks\"}"));
    for (String rest :
        List.of(
            "/files/a",
            "/files/a?at=" + before,
            "/files/a?redirect=true",
            "/archive?format=tar",
            "/archive?format=tar&at=" + before,
            "/model.sig",
            "")) {
      JsonNode told = problem(410, server.get(server.version("1.0.0", rest)));
      assertEquals("withdrawn", told.path("type").asText(), rest);
      String detail = told.path("detail").asText();
      assertTrue(detail.endsWith("revoked: leaks"), detail);
      assertTrue(detail.contains("since " + before.toString().substring(0, 10)), detail);
    }
    assertEquals(410, server.send("HEAD", server.version("1.0.0", "/files/a"), null).statusCode());
    assertTrue(problem(410, server.get(target)).path("detail").asText().endsWith("leaks"));
    for (String gone :
        List.of(
            ownFiles + "/a",
            ownFiles + "/dir/b",
            signed,
            "/api/2.0/mlflow-artifacts/artifacts?path=" + root)) {
      JsonNode told = problem(404, server.get(gone));
      assertEquals("RESOURCE_DOES_NOT_EXIST", told.path("error_code").asText(), gone);
      assertTrue(told.path("message").asText().endsWith("revoked: leaks"), gone);
    }
    assertEquals(404, server.send("HEAD", ownFiles + "/a", null).statusCode());
    assertEquals("fine", RegistryServer.text(server.get(server.version("1.1.0", "/files/a"))));
    assertEquals(
        200, server.get("/api/2.0/mlflow-artifacts/artifacts/" + uri(other) + "/a").statusCode());
    // The run keeps its own files, and auditors the records.
    assertEquals(
        "secret",
        RegistryServer.text(
            server.get(
                "/api/2.0/mlflow-artifacts/artifacts/"
                    + server.experiment
                    + "/"
                    + version.runId()
                    + "/artifacts/model/a")));
    JsonNode shown = ok(server.get(server.version("1.0.0", "?inspect=true")));
    assertEquals("revoked", shown.path("state").asText());
    assertTrue(shown.path("notices").get(0).asText().endsWith("leaks"), shown::toString);
    ok(server.get(server.version("1.0.0", "?at=" + before)));
    assertEquals(
        2, ok(server.get(server.version("1.0.0", "/files?at=" + before))).path("files").size());
    ok(server.get(server.version("1.0.0", "/provenance")));
    ok(server.get(server.version("1.0.0", "/lineage")));
    problem(400, server.get(server.version("1.0.0", "?inspect=true&at=" + before)));
    // Nor does another version get its bytes.
    HttpResponse<byte[]> copied =
        server.post(
            "/api/2.0/mlflow/model-versions/create",
            "{\"name\":\"" + server.model + "\",\"source\":\"models:/" + server.model + "/1\"}");
    assertEquals(404, copied.statusCode(), RegistryServer.text(copied));
  }

  @Test
  void whatWasFoundCompromisedIsKeptFromEverybodyToo() {
    ModelVersion version = server.register("1.0.0", Map.of("a", "x"));
    RegistryServer.sql(
        "update model_version set state = 'compromised', state_reason = 'damage' where id = ?",
        version.id());
    RegistryServer.sql(
        "insert into version_state_change (model_id, version_id, state, actor) values (?, ?, 'compromised', 'test')",
        version.modelId(),
        version.id());
    problem(410, server.get(server.version("1.0.0", "/files/a")));
    problem(404, server.get("/api/2.0/mlflow-artifacts/artifacts/" + uri(version) + "/a"));
    ok(server.get(server.version("1.0.0", "?inspect=true")));
  }

  private static String uri(ModelVersion version) {
    return Objects.requireNonNull(version.files()).uri().substring("mlflow-artifacts:/".length());
  }
}

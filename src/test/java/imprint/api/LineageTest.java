package imprint.api;

import static imprint.api.RegistryServer.ok;
import static imprint.api.RegistryServer.problem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import imprint.PostgresForTests;
import imprint.registry.Versions;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresForTests.class)
class LineageTest {
  @Inject Versions versions;
  private RegistryServer server;

  @BeforeEach
  void aModel() {
    server = new RegistryServer(versions);
  }

  private String descendants(String run) {
    return "/api/v1/projects/default/candidates/" + run + "/descendants";
  }

  @Test
  void aVersionLeadsToItsDataAndTheDataToTheVersion() {
    String raw = server.newRun();
    String cleaned = server.newRun();
    String sweep = server.newRun();
    String training = server.newRun();
    String fold = server.newRun();
    server.log(raw, "tags", "imprint.kind", "dataset");
    server.log(cleaned, "tags", "dataset_run", raw);
    server.log(training, "params", "dataset_run", cleaned);
    server.log(training, "tags", "mlflow.parentRunId", sweep);
    server.log(fold, "tags", "mlflow.parentRunId", training);
    ok(
        server.post(
            "/api/2.0/mlflow/runs/log-inputs",
            "{\"run_id\":\""
                + training
                + "\",\"datasets\":[{\"dataset\":{\"name\":\"wine\",\"digest\":\"d1\",\"source_type\":\"local\","
                + "\"source\":\"{}\"},\"tags\":[{\"key\":\"mlflow.data.context\",\"value\":\"training\"}]}]}"));
    server.upload(training, "model/a", "a");
    server.registerRun(training, "1.0.0");
    JsonNode lineage = ok(server.get(server.version("1.0.0", "/lineage")));
    assertEquals(training, lineage.path("candidate").path("run_id").asText());
    assertEquals("wine", lineage.path("datasets").get(0).path("name").asText());
    assertEquals("training", lineage.path("datasets").get(0).path("context").asText());
    assertEquals(List.of(cleaned, sweep).stream().sorted().toList(), runs(lineage, "ancestors", 1));
    assertEquals(List.of(raw), runs(lineage, "ancestors", 2));
    assertTrue(lineage.path("ancestors").get(2).path("dataset").asBoolean());
    assertEquals(List.of(fold), runs(lineage, "children", 1));
    assertFalse(lineage.path("truncated").asBoolean());
    JsonNode down = ok(server.get(descendants(raw)));
    assertEquals(List.of(cleaned), runs(down, "candidates", 1));
    assertEquals(List.of(training), runs(down, "candidates", 2));
    assertEquals(List.of(fold), runs(down, "candidates", 3));
    assertEquals("1.0.0", down.path("versions").get(0).path("semver").asText());
    assertEquals(training, down.path("versions").get(0).path("candidate").asText());
    JsonNode provenance = ok(server.get(server.version("1.0.0", "/provenance")));
    assertEquals(cleaned, provenance.path("dataset_run").asText());
    assertEquals(sweep, provenance.path("parent").asText());
    problem(404, server.get(descendants("nobody")));
  }

  @Test
  void whatTheCandidateNamedThenCounts() {
    String data = server.newRun();
    String training = server.newRun();
    server.log(training, "tags", "dataset_run", data);
    server.upload(training, "model/a", "a");
    server.registerRun(training, "1.0.0");
    server.log(training, "tags", "dataset_run", "of-another-server");
    JsonNode lineage = ok(server.get(server.version("1", "/lineage")));
    assertEquals(List.of(data), runs(lineage, "ancestors", 1));
    server.registerRun(training, "1.0.1");
    JsonNode unknown = ok(server.get(server.version("2", "/lineage"))).path("ancestors").get(0);
    assertEquals("of-another-server", unknown.path("run_id").asText());
    assertFalse(unknown.has("name"));
  }

  @Test
  void circlesEnd() {
    String one = server.newRun();
    String two = server.newRun();
    server.log(one, "tags", "dataset_run", two);
    server.log(two, "tags", "dataset_run", one);
    server.log(two, "tags", "mlflow.parentRunId", two);
    server.upload(one, "model/a", "a");
    server.registerRun(one, "1.0.0");
    assertEquals(List.of(two), runs(ok(server.get(descendants(one))), "candidates", 1));
    JsonNode lineage = ok(server.get(server.version("1", "/lineage")));
    assertEquals(1, lineage.path("ancestors").size());
  }

  @Test
  void aDatasetThatEverybodyUsedIsCutShort() {
    String data = server.newRun();
    RegistryServer.sql(
        """
        with home as (select project_id, experiment_id, artifact_uri from candidate where run_id = (
            select run_id from candidate order by id desc limit 1)), made as (
          insert into candidate (project_id, experiment_id, run_id, name, user_id, status, artifact_uri)
          select project_id, experiment_id, md5(random()::text || n), 'many', 'test', 'FINISHED', artifact_uri
          from home, generate_series(1, ?) n
          returning id
        )
        insert into candidate_param (candidate_id, key, value)
        select made.id, 'dataset_run', (select run_id from candidate order by id desc limit 1) from made
        """,
        3000);
    JsonNode down = ok(server.get(descendants(data)));
    assertEquals(1000, down.path("candidates").size());
    assertTrue(down.path("truncated").asBoolean());
  }

  private static List<String> runs(JsonNode answer, String field, int depth) {
    List<String> runs = new ArrayList<>();
    answer
        .path(field)
        .forEach(
            node -> {
              if (node.path("depth").asInt() == depth) {
                runs.add(node.path("run_id").asText());
              }
            });
    return runs;
  }
}

package imprint.api;

import static imprint.api.RegistryServer.MODELS;
import static imprint.api.RegistryServer.encoded;
import static imprint.api.RegistryServer.ok;
import static imprint.api.RegistryServer.problem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import imprint.PostgresForTests;
import imprint.registry.ModelVersion;
import imprint.registry.Versions;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresForTests.class)
class ModelsTest {
  @Inject Versions versions;
  private RegistryServer server;

  @BeforeEach
  void aModel() {
    server = new RegistryServer(versions);
  }

  @Test
  void aModelIsCreatedReadChangedAndDeleted() {
    String name = "ünï %2F?#[] " + UUID.randomUUID();
    HttpResponse<byte[]> made =
        server.post(
            MODELS,
            "{\"name\":\"" + name + "\",\"description\":\"first\",\"tags\":{\"team\":\"a\"}}");
    assertEquals(201, made.statusCode());
    String at = made.headers().firstValue("Location").orElseThrow();
    JsonNode read = ok(server.get(at));
    assertEquals(name, read.path("name").asText());
    assertEquals("a", read.path("tags").path("team").asText());
    assertEquals("newest", read.path("latest").asText());
    assertEquals("dev", read.path("channels").get(0).path("name").asText());
    assertTrue(read.path("newest").isNull() && read.has("newest"));
    JsonNode changed =
        ok(
            server.patch(
                at,
                "{\"description\":\"\",\"latest\":\"approved\",\"tags\":{\"team\":null,\"x\":\"y\"}}"));
    assertEquals("", changed.path("description").asText());
    assertEquals("approved", changed.path("latest").asText());
    assertEquals(Map.of("x", "y").toString(), texts(changed.path("tags")).toString());
    problem(409, server.post(MODELS, "{\"name\":\"" + name + "\"}"));
    assertEquals(204, server.delete(at).statusCode());
    problem(404, server.get(at));
  }

  @Test
  void aChangeIsWholeOrNothing() {
    problem(
        400,
        server.patch(
            server.of(""),
            "{\"description\":\"kept?\",\"tags\":{\"" + "k".repeat(251) + "\":\"v\"}}"));
    assertTrue(ok(server.get(server.of(""))).path("description").isNull());
  }

  @Test
  void otherProjectsAreMissing() {
    problem(404, server.get("/api/v1/projects/other/models"));
    problem(404, server.post("/api/v1/projects/other/models", "{\"name\":\"x\"}"));
    problem(404, server.get("/api/v1/projects/other/models/x/versions/1/files/a"));
    problem(404, server.get("/api/v1/projects/other/candidates/x/descendants"));
  }

  @Test
  void whatIsWrongNamesItsField() {
    assertEquals("name", problem(400, server.post(MODELS, "{}")).path("field").asText());
    assertEquals(
        "name", problem(400, server.post(MODELS, "{\"name\":\"a/b\"}")).path("field").asText());
    assertEquals(
        "nmae", problem(400, server.post(MODELS, "{\"nmae\":\"a\"}")).path("field").asText());
    problem(400, server.post(MODELS, "{\"name\":\"a\\u0000b\"}"));
    problem(400, server.post(MODELS, "{\"name\":\"a\",\"description\":\"\\ud800\"}"));
    problem(400, server.patch(server.of(""), "{\"tags\":{\"a\":\"\\u0000\"}}"));
    problem(400, server.patch(server.of(""), "{\"latest\":\"best\"}"));
    problem(400, server.get(MODELS + "?filter=nonsense"));
    problem(400, server.get(MODELS + "?filter=name%20%3D%20%27a%00%27"));
    problem(400, server.get(MODELS + "?order_by=nonsense"));
    problem(400, server.get(MODELS + "?max_results=0"));
    problem(400, server.get(MODELS + "?page_token=x"));
    problem(400, server.get(server.of("/uses?since=yesterday")));
  }

  @Test
  void modelsAreFoundByTagChannelStateAndMetric() {
    String mark = UUID.randomUUID().toString();
    ok(server.patch(server.of(""), "{\"tags\":{\"mark\":\"" + mark + "\"}}"));
    String run = server.newRun();
    server.log(run, "metrics", "auc", "0.95");
    server.upload(run, "model/a", "a");
    ModelVersion version = server.registerRun(run, "1.0.0");
    String marked = "tags.mark = '" + mark + "'";
    assertEquals(1, found(marked));
    assertEquals(0, found(marked + " AND metrics.auc > 0.9"));
    RegistryServer.approve(version);
    assertEquals(1, found(marked + " AND metrics.auc > 0.9 AND state = 'approved'"));
    assertEquals(0, found(marked + " AND metrics.auc > 0.96"));
    assertEquals(0, found(marked + " AND channel = 'production'"));
    assertEquals(1, found(marked + " AND NOT (channel = 'production' OR name ILIKE 'zzz%')"));
    RegistryServer.sql(
        "update channel set version_id = ?, held_since = now() where model_id = ? and name = 'production'",
        version.id(),
        version.modelId());
    assertEquals(1, found(marked + " AND metrics.auc > 0.9 AND channel = 'production'"));
    JsonNode held = ok(server.get(server.of("/channels"))).path("channels").get(2).path("held");
    assertEquals("1.0.0", held.path("semver").asText());
    assertEquals(0, ok(server.get(server.of("/aliases"))).path("aliases").size());
  }

  private int found(String filter) {
    return ok(server.get(MODELS + "?filter=" + encoded(filter))).path("models").size();
  }

  @Test
  void pagesOfModelsComeToAnEnd() {
    String prefix = "page-" + UUID.randomUUID() + "-";
    for (int i = 0; i < 5; i++) {
      server.post(MODELS, "{\"name\":\"" + prefix + i + "\"}");
    }
    String query =
        MODELS
            + "?max_results=2&order_by=name%20DESC&filter="
            + encoded("name LIKE '" + prefix + "%'");
    List<String> names = new ArrayList<>();
    String token = "";
    do {
      JsonNode page = ok(server.get(query + (token.isEmpty() ? "" : "&page_token=" + token)));
      page.path("models").forEach(model -> names.add(model.path("name").asText()));
      token = page.path("next_page_token").asText();
    } while (!token.isEmpty());
    assertEquals(List.of(prefix + 4, prefix + 3, prefix + 2, prefix + 1, prefix + 0), names);
  }

  @Test
  void channelsAreDefinedInTheirOrderAndKeepWhatTheyHold() {
    ModelVersion version = server.register("1.0.0", Map.of("a", "a"));
    RegistryServer.sql(
        "update channel set version_id = ?, held_since = now() where model_id = ? and name = 'staging'",
        version.id(),
        version.modelId());
    JsonNode channels =
        ok(server.put(server.of("/channels"), "{\"channels\":[\"edge\",\"staging\",\"fleet\"]}"))
            .path("channels");
    assertEquals("edge", channels.get(0).path("name").asText());
    assertEquals(1, channels.get(1).path("held").path("number").asInt());
    assertEquals(3, channels.size());
    problem(409, server.put(server.of("/channels"), "{\"channels\":[\"edge\"]}"));
    problem(400, server.put(server.of("/channels"), "{\"channels\":[]}"));
    problem(400, server.put(server.of("/channels"), "{\"channels\":[\"edge\",\"edge\"]}"));
    problem(400, server.put(server.of("/channels"), "{\"channels\":[null]}"));
    problem(400, server.put(server.of("/channels"), "{\"channels\":[\"latest\"]}"));
    assertEquals(0, ok(server.get(server.of("/channels/fleet/history"))).path("moves").size());
    problem(404, server.get(server.of("/channels/production/history")));
  }

  @Test
  void usesTellWhoUsedWhat() {
    server.register("1.0.0", Map.of("a", "a"));
    ok(server.get(server.version("1.0.0", "")));
    ok(server.get(server.version("1.0.0", "")));
    ok(server.get(server.version("1", "/provenance")));
    JsonNode uses = ok(server.get(server.of("/uses"))).path("uses");
    assertEquals(1, uses.size(), uses::toString);
    assertEquals("1.0.0", uses.get(0).path("reference").asText());
    assertEquals(2, uses.get(0).path("uses").asInt());
    assertFalse(uses.get(0).path("last_hour").asText().isEmpty());
    assertEquals(
        0, ok(server.get(server.of("/uses?since=2999-01-01T00:00:00Z"))).path("uses").size());
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new java.util.LinkedHashMap<>();
    object.properties().forEach(field -> texts.put(field.getKey(), field.getValue().asText()));
    return texts;
  }
}

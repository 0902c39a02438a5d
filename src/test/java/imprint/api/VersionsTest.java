package imprint.api;

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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(PostgresForTests.class)
class VersionsTest {
  private static final String A = "{\"version\":\"%s\"}";

  @Inject Versions versions;
  private RegistryServer server;

  @BeforeEach
  void aModel() {
    server = new RegistryServer(versions);
  }

  @Test
  void aVersionHasTheFieldsThatWerePromised() {
    String run = server.newRun();
    server.log(run, "params", "dataset_run", "elsewhere");
    server.upload(run, "model/a.txt", "hello");
    server.registerRun(run, "1.0.0");
    JsonNode version = ok(server.get(server.version("1.0.0", "")));
    List<String> fields = new ArrayList<>();
    version.fieldNames().forEachRemaining(fields::add);
    assertEquals(
        List.of(
            "model",
            "number",
            "semver",
            "state",
            "digest",
            "candidate",
            "experiment",
            "path",
            "channels",
            "aliases",
            "created",
            "approved",
            "files",
            "signature",
            "provenance",
            "verdict",
            "links",
            "bump",
            "description",
            "tags",
            "notices"),
        fields);
    assertEquals(run, version.path("candidate").asText());
    assertEquals(server.experiment, version.path("experiment").asText());
    assertEquals("model", version.path("path").asText());
    assertEquals(1, version.path("files").path("count").asInt());
    assertEquals(5, version.path("files").path("bytes").asInt());
    assertEquals("given", version.path("bump").path("how").asText());
    assertEquals(
        "elsewhere", version.path("provenance").path("params").path("dataset_run").asText());
    assertTrue(version.path("created").asText().endsWith("Z"));
    assertTrue(version.path("approved").isNull());
    version
        .path("links")
        .properties()
        .forEach(link -> assertEquals(200, server.get(link.getValue().asText()).statusCode()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "1 1.0.0",
        "1.2.3+b.7 1.2.3+b.7",
        "1.2.3 1.2.3+b.7",
        "^1.0 1.2.3+b.7",
        "~1.0.0 1.0.0",
        "1.x 1.2.3+b.7",
        ">=1,<2 1.2.3+b.7",
        "* 2.0.0",
        "^1.0||^2.0 2.0.0",
        ">=2.0.0-0 2.0.0",
        "2.1.0-rc.1 2.1.0-rc.1",
        "latest 2.1.0-rc.1",
        "latest-approved 2.0.0",
        "champion 1.0.0",
      })
  void everyKindOfReferenceResolves(String reference, String semver) {
    RegistryServer.approve(server.register("1.0.0", Map.of("a", "1")));
    RegistryServer.approve(server.register("1.2.3+b.7", Map.of("a", "2")));
    RegistryServer.approve(server.register("2.0.0", Map.of("a", "3")));
    server.register("2.1.0-rc.1", Map.of("a", "4"));
    ok(server.put(server.of("/aliases/champion"), A.formatted("1.0.0")));
    JsonNode version = ok(server.get(server.version(reference, "")));
    assertEquals(semver, version.path("semver").asText());
    assertEquals(
        semver,
        ok(server.get(server.version(version.path("digest").asText(), "")))
            .path("semver")
            .asText());
    // curl sends what no URI holds.
    if (!reference.contains("#")) {
      String raw = server.raw(server.of("/versions/" + reference));
      assertTrue(raw.startsWith("HTTP/1.1 200"), raw);
      String file = server.raw(server.of("/versions/" + reference + "/files/a"));
      assertTrue(file.startsWith("HTTP/1.1 200"), file);
    }
  }

  @Test
  void whatIsKnownIsNotSentAgainUntilAnythingShownChanges() {
    RegistryServer.approve(server.register("1.0.0", Map.of("a", "a")));
    String at = server.version("1.0.0", "");
    String tag = tag(at);
    HttpResponse<byte[]> again = server.get(at, "If-None-Match", tag);
    assertEquals(304, again.statusCode());
    assertEquals(0, again.body().length);
    assertEquals(tag, again.headers().firstValue("ETag").orElseThrow());
    assertEquals(tag, tag(server.version("1", "")), "however it was asked for");
    assertEquals(412, server.get(at, "If-Match", "\"another\"").statusCode());
    List<String> tags = new ArrayList<>(List.of(tag));
    ok(server.patch(at, "{\"tags\":{\"reviewed\":\"yes\"}}"));
    tags.add(tag(at));
    ok(server.patch(at, "{\"description\":\"better\"}"));
    tags.add(tag(at));
    ok(server.put(server.of("/aliases/champion"), A.formatted("1")));
    tags.add(tag(at));
    ok(server.put(server.of("/channels/production"), A.formatted("1")));
    tags.add(tag(at));
    ok(server.patch(at, "{\"state\":\"deprecated\",\"reason\":\"use 2.x\"}"));
    tags.add(tag(at));
    assertEquals(tags.size(), tags.stream().distinct().count(), tags::toString);
    ok(server.get(at, "If-None-Match", tag));
  }

  private String tag(String target) {
    return server.get(target).headers().firstValue("ETag").orElseThrow();
  }

  @Test
  void aReferenceMeansWhatItMeantThen() throws Exception {
    Instant before = Instant.now();
    Thread.sleep(5);
    server.register("1.0.0", Map.of("a", "1"));
    server.register("1.1.0", Map.of("a", "2"));
    ok(server.put(server.of("/aliases/champion"), A.formatted("1")));
    Instant between = moment();
    ok(server.put(server.of("/aliases/champion"), A.formatted("2")));
    Instant after = moment();
    assertEquals(204, server.delete(server.of("/aliases/champion")).statusCode());
    assertEquals(1, at("champion", between));
    assertEquals(2, at("champion", after));
    assertEquals(2, at("latest", between));
    problem(404, server.get(server.version("champion", "?at=" + before)));
    problem(404, server.get(server.version("champion", "")));
    problem(404, server.get(server.version("1", "?at=" + before)));
    problem(400, server.get(server.version("1", "?at=2999-01-01T00:00:00Z")));
    problem(400, server.get(server.version("1", "?at=soon")));
    problem(400, server.get(server.version("1", "?explain=true&at=" + after)));
    assertEquals(
        "1", RegistryServer.text(server.get(server.version("champion", "/files/a?at=" + between))));
    JsonNode moves = ok(server.get(server.of("/aliases/champion/history?max_results=2")));
    assertEquals(2, moves.path("moves").size());
    assertTrue(moves.path("moves").get(0).path("to").isNull());
    assertEquals("1.0.0", moves.path("moves").get(1).path("from").path("semver").asText());
    JsonNode first =
        ok(
            server.get(
                server.of("/aliases/champion/history?before=" + moves.path("next").asText())));
    assertEquals(1, first.path("moves").size());
    assertFalse(first.has("next"));
  }

  private int at(String reference, Instant moment) {
    return ok(server.get(server.version(reference, "?at=" + moment))).path("number").asInt();
  }

  /** A moment apart from those before and after it. */
  private static Instant moment() throws InterruptedException {
    Thread.sleep(5);
    Instant now = Instant.now();
    Thread.sleep(5);
    return now;
  }

  @Test
  void whatWasApprovedThenAnswersARangeThen() throws Exception {
    ModelVersion old = server.register("1.0.0", Map.of("a", "1"));
    ModelVersion young = server.register("1.1.0", Map.of("a", "2"));
    RegistryServer.approve(old);
    Instant between = moment();
    RegistryServer.approve(young);
    ok(server.patch(server.version("1.0.0", ""), "{\"state\":\"revoked\",\"reason\":\"bad\"}"));
    Instant after = moment();
    assertEquals(1, at("^1.0", between));
    assertEquals(2, at("^1.0", after));
    assertEquals(1, at("1.0.0", between));
    problem(410, server.get(server.version("1.0.0", "?at=" + after)));
  }

  @Test
  void explainTellsWhatWasLookedAt() {
    RegistryServer.approve(server.register("1.0.0", Map.of("a", "1")));
    RegistryServer.approve(server.register("1.1.0", Map.of("a", "2")));
    server.register("1.2.0", Map.of("a", "3"));
    server.register("2.0.0", Map.of("a", "4"));
    JsonNode considered =
        ok(server.get(server.version("^1.0", "?explain=true"))).path("considered");
    assertEquals(4, considered.size());
    assertEquals("1.2.0", considered.get(0).path("semver").asText());
    assertEquals("it is registered", considered.get(0).path("why").asText());
    assertEquals("chosen", considered.get(1).path("outcome").asText());
    assertEquals("1.1.0", considered.get(1).path("semver").asText());
    assertEquals("dropped", considered.get(3).path("outcome").asText());
  }

  @Test
  void whatMeansNothingNamesWhatIsNear() {
    server.register("1.0.0", Map.of("a", "1"));
    JsonNode problem = problem(404, server.get(server.version("^3.0", "")));
    assertTrue(
        problem.path("detail").asText().contains("Nearest: 1.0.0 (number 1, registered)"),
        problem::toString);
    assertEquals("ref", problem(400, server.get(server.version("a b", ""))).path("field").asText());
    problem(404, server.get(RegistryServer.MODELS + "/nobody/versions/1"));
    problem(404, server.get(RegistryServer.MODELS + "/nobody/versions"));
    problem(404, server.get(server.version("99", "/files")));
    problem(404, server.get(server.version("99", "/provenance")));
  }

  @Test
  void aVersionChangesOnlyWhatMayChange() {
    ModelVersion version = server.register("1.0.0", Map.of("a", "1"));
    String at = server.version("1.0.0", "");
    JsonNode changed =
        ok(server.patch(at, "{\"description\":\"good\",\"tags\":{\"reviewed\":\"true\"}}"));
    assertEquals("good", changed.path("description").asText());
    assertEquals("true", changed.path("tags").path("reviewed").asText());
    assertFalse(
        ok(server.patch(at, "{\"tags\":{\"reviewed\":null}}")).path("tags").has("reviewed"));
    problem(400, server.patch(at, "{\"tags\":{\"imprint.semver\":\"2.0.0\"}}"));
    problem(400, server.patch(at, "{\"tags\":{\"imprint.semver\":null}}"));
    problem(400, server.patch(at, "{\"semver\":\"2.0.0\"}"));
    problem(400, server.patch(at, "{\"state\":\"best\"}"));
    problem(400, server.patch(at, "{\"state\":\"revoked\"}"));
    problem(400, server.patch(at, "{\"reason\":\"why not\"}"));
    problem(409, server.patch(at, "{\"state\":\"approved\",\"reason\":\"mine\"}"));
    problem(
        409,
        server.patch(at, "{\"description\":\"no\",\"state\":\"deprecated\",\"reason\":\"r\"}"));
    assertEquals("good", ok(server.get(at)).path("description").asText());
    RegistryServer.approve(version);
    JsonNode deprecated = ok(server.patch(at, "{\"state\":\"deprecated\",\"reason\":\"use 2.x\"}"));
    assertEquals(
        "Version 1.0.0 is deprecated: use 2.x", deprecated.path("notices").get(0).asText());
    problem(404, server.get(server.version("^1.0", "")));
    ok(server.get(at));
    ok(server.patch(at, "{\"state\":\"approved\",\"reason\":\"again\"}"));
    ok(server.get(server.version("^1.0", "")));
    ok(server.patch(at, "{\"state\":\"revoked\",\"reason\":\"leaks\"}"));
    assertTrue(problem(410, server.get(at)).path("detail").asText().endsWith("revoked: leaks"));
    problem(410, server.get(server.version("1.0.0", "/files/a")));
    problem(410, server.get(server.version("1.0.0", "/archive?format=tar")));
    ok(server.get(server.version("1.0.0", "/provenance")));
    assertEquals(204, server.delete(at).statusCode());
    problem(404, server.get(server.version("1.0.0", "/provenance")));
  }

  @Test
  void versionsAreListedInPagesAndFiltered() {
    for (int i = 0; i < 5; i++) {
      server.register("1." + i + ".0", Map.of("a", "" + i));
    }
    List<Integer> numbers = new ArrayList<>();
    String token = "";
    do {
      JsonNode page =
          ok(
              server.get(
                  server.of("/versions?max_results=2")
                      + (token.isEmpty() ? "" : "&page_token=" + token)));
      page.path("versions").forEach(version -> numbers.add(version.path("number").asInt()));
      token = page.path("next_page_token").asText();
    } while (!token.isEmpty());
    assertEquals(List.of(5, 4, 3, 2, 1), numbers);
    String filter = RegistryServer.encoded("semver LIKE '1.3%' AND state = 'registered'");
    assertEquals(
        1, ok(server.get(server.of("/versions?filter=" + filter))).path("versions").size());
    problem(400, server.get(server.of("/versions?filter=nonsense")));
    problem(400, server.get(server.of("/versions?max_results=1001")));
  }

  @Test
  void aliasesPointWhereTheyAreTold() {
    server.register("1.0.0", Map.of("a", "1"));
    assertEquals(
        1,
        ok(server.put(server.of("/aliases/champion"), "{\"version\":1}")).path("number").asInt());
    assertEquals(
        "champion",
        ok(server.get(server.of("/aliases"))).path("aliases").get(0).path("name").asText());
    assertEquals(
        "champion", ok(server.get(server.version("1", ""))).path("aliases").get(0).asText());
    problem(400, server.put(server.of("/aliases/latest"), "{\"version\":1}"));
    problem(400, server.put(server.of("/aliases/production"), "{\"version\":1}"));
    problem(400, server.put(server.of("/aliases/7"), "{\"version\":1}"));
    problem(400, server.put(server.of("/aliases/x"), "{}"));
    problem(404, server.put(server.of("/aliases/x"), "{\"version\":\"9.9.9\"}"));
    assertEquals(204, server.delete(server.of("/aliases/champion")).statusCode());
    assertEquals(204, server.delete(server.of("/aliases/champion")).statusCode());
    assertEquals(0, ok(server.get(server.of("/aliases/nobody/history"))).path("moves").size());
    problem(400, server.get(server.of("/aliases/nobody/history?before=x")));
  }
}

package imprint.promotion;

import static imprint.promotion.PromotionServer.API;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import imprint.PostgresForTests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresForTests.class)
class PromotionsTest {
  private static final String AUC = "rules:\n  - metric: auc\n    min: 0.9\n";

  private PromotionServer server;

  @BeforeEach
  void aModel() {
    server = new PromotionServer();
  }

  @Test
  void withoutAPolicyACandidateBecomesAVersion() {
    String run = server.run(0.95);
    server
        .promote(run)
        .then()
        .statusCode(201)
        .body("state", equalTo("approved"))
        .body("number", equalTo(1))
        .body("semver", equalTo("1.0.0"))
        .body("candidate", equalTo(run))
        .body("verdict.outcome", equalTo("pass"))
        .body("missing", empty());
    server.promote(server.run(0.96)).then().statusCode(201).body("semver", equalTo("1.0.1"));
    server
        .promote(Map.of("model", server.model, "candidate", run, "path", "model", "bump", "minor"))
        .then()
        .statusCode(201)
        .body("semver", equalTo("1.1.0"))
        .body("number", equalTo(3));
  }

  @Test
  void aChangedContractRaisesTheMajorNumber() {
    server.promote(server.run(0.95)).then().statusCode(201);
    String run = server.run(0.95);
    server.upload(run, "model/MLmodel", PromotionServer.mlmodel("string"));
    server
        .promote(run)
        .then()
        .statusCode(201)
        .body("semver", equalTo("2.0.0"))
        .body("bump", containsString("input 'x' changed its type from double to string"));
  }

  @Test
  void aRefusalTellsWhyIsKeptAndNamesWhoWouldPass() {
    server.policy(AUC);
    String good = server.run(0.97);
    String id =
        server
            .promote(server.run(0.5))
            .then()
            .statusCode(422)
            .body("state", equalTo("refused"))
            .body("number", nullValue())
            .body("verdict.outcome", equalTo("fail"))
            .body("verdict.rules[0].id", equalTo("model/metric:auc:min"))
            .body("verdict.rules[0].outcome", equalTo("fail"))
            .body("verdict.rules[0].actual", equalTo(0.5f))
            .body("nearest.candidate", hasItem(good))
            .extract()
            .path("id");
    server
        .get("/promotions/" + id)
        .then()
        .statusCode(200)
        .body("state", equalTo("refused"))
        .body("policies[0].text", equalTo(AUC));
    server
        .get("/promotions?model=" + server.model + "&state=refused")
        .then()
        .body("promotions", hasSize(1));
    server.promote(good).then().statusCode(201).body("number", equalTo(1));
  }

  @Test
  void aDryRunChangesNothing() {
    server.policy(AUC);
    Map<String, ?> body =
        Map.of(
            "model", server.model, "candidate", server.run(0.95), "path", "model", "dry_run", true);
    server
        .promote(body)
        .then()
        .statusCode(200)
        .body("id", nullValue())
        .body("semver", equalTo("1.0.0"));
    server.get("/promotions?model=" + server.model).then().body("promotions", empty());
    server.promote(server.run(0.95)).then().statusCode(201).body("number", equalTo(1));
  }

  @Test
  void aVersionKeepsItsBytesWhateverBecomesOfTheRun() {
    String run = server.run(0.95, "the bytes that were judged");
    server.promote(run).then().statusCode(201);
    server.upload(run, "model/weights.bin", "other bytes");
    given()
        .delete(
            "/api/2.0/mlflow-artifacts/artifacts/"
                + server.experiment
                + "/"
                + run
                + "/artifacts/model/MLmodel")
        .then()
        .statusCode(200);
    String uri =
        given()
            .get(
                "/api/2.0/mlflow/model-versions/get-download-uri?name="
                    + server.model
                    + "&version=1")
            .then()
            .statusCode(200)
            .extract()
            .path("artifact_uri");
    String file =
        "/api/2.0/mlflow-artifacts/artifacts/" + uri.substring("mlflow-artifacts:/".length());
    given()
        .get(file + "/weights.bin")
        .then()
        .statusCode(200)
        .body(equalTo("the bytes that were judged"));
    given().get(file + "/MLmodel").then().statusCode(200);
    given().body("x").put(file + "/weights.bin").then().statusCode(403);
    given().delete(file + "/weights.bin").then().statusCode(403);
  }

  @Test
  void anApprovedVersionIsSignedAndHasEvidence() {
    server.policy(AUC);
    server.promote(server.run(0.95)).then().statusCode(201);
    given()
        .get(API + server.of("/versions/1/model.sig"))
        .then()
        .statusCode(200)
        .body("mediaType", equalTo("application/vnd.dev.sigstore.bundle.v0.3+json"))
        .body("verificationMaterial.publicKey.hint", notNullValue());
    server
        .get(server.of("/versions/1.0.0/verdict"))
        .then()
        .statusCode(200)
        .body("state", equalTo("approved"));
    byte[] one =
        server
            .get(server.of("/versions/latest-approved/evidence.zip"))
            .then()
            .statusCode(200)
            .extract()
            .asByteArray();
    byte[] two =
        server
            .get(server.of("/versions/^1/evidence.zip"))
            .then()
            .statusCode(200)
            .extract()
            .asByteArray();
    assertArrayEquals(one, two);
  }

  @Test
  void fiftyPromotionsAtOnceGetFiftyVersions() throws Exception {
    List<Response> answers = promoteAtOnce(50, "bump", "minor");
    answers.forEach(answer -> assertEquals(201, answer.statusCode(), answer.asString()));
    assertEquals(
        IntStream.range(0, 50).mapToObj(i -> "1." + i + ".0").sorted().toList(),
        answers.stream().map(answer -> answer.<String>path("semver")).sorted().toList());
    assertEquals(
        IntStream.rangeClosed(1, 50).boxed().toList(),
        answers.stream().map(answer -> answer.<Integer>path("number")).sorted().toList());
  }

  @Test
  void ofTwentyThatWantOneVersionOneGetsIt() throws Exception {
    List<Response> answers = promoteAtOnce(20, "semver", "2.0.0");
    assertEquals(1, answers.stream().filter(answer -> answer.statusCode() == 201).count());
    assertEquals(19, answers.stream().filter(answer -> answer.statusCode() == 409).count());
    answers.stream()
        .filter(answer -> answer.statusCode() == 409)
        .forEach(answer -> answer.then().body("detail", containsString("2.0.0")));
  }

  @Test
  void aRepeatedRequestHappensOnce() {
    String run = server.run(0.95);
    String key = UUID.randomUUID().toString();
    Map<String, ?> body = Map.of("model", server.model, "candidate", run, "path", "model");
    Response first =
        given()
            .contentType(ContentType.JSON)
            .header("Idempotency-Key", key)
            .body(body)
            .post(API + "/promotions");
    Response again =
        given()
            .contentType(ContentType.JSON)
            .header("Idempotency-Key", key)
            .body(body)
            .post(API + "/promotions");
    first.then().statusCode(201);
    again.then().statusCode(201).header("Idempotency-Replayed", "true");
    assertEquals(first.asString(), again.asString());
    server.get("/promotions?model=" + server.model).then().body("promotions", hasSize(1));
  }

  @Test
  void aPromotionThatNeedsApprovalsWaitsForThem() {
    server.policy(AUC + "approvals: {count: 1, roles: [admin], expire: 1d}\n");
    String id =
        server
            .promote(server.run(0.95))
            .then()
            .statusCode(202)
            .body("state", equalTo("pending"))
            .body("number", equalTo(1))
            .body("missing[0].count", equalTo(1))
            .body("expires", notNullValue())
            .extract()
            .path("id");
    server.get(server.of("/versions/1/model.sig")).then().statusCode(404);
    server
        .post("/promotions/" + id + "/approvals", Map.of("decision", "approve"))
        .then()
        .statusCode(400)
        .body("detail", containsString("comment"));
    server
        .post(
            "/promotions/" + id + "/approvals",
            Map.of("decision", "approve", "comment", "read the report"))
        .then()
        .statusCode(200)
        .body("state", equalTo("approved"))
        .body("approvals[0].actor", equalTo("local"))
        .body("missing", empty());
    server.get(server.of("/versions/1/model.sig")).then().statusCode(200);
    server
        .post("/promotions/" + id + "/approvals", Map.of("decision", "approve", "comment", "again"))
        .then()
        .statusCode(409);
  }

  @Test
  void aRejectionEndsThePromotionAndGivesTheVersionBack() {
    server.policy("rules: []\napprovals: {count: 1, roles: [admin]}\n");
    String id = server.promote(server.run(0.95)).then().statusCode(202).extract().path("id");
    server
        .post(
            "/promotions/" + id + "/approvals",
            Map.of("decision", "reject", "comment", "not on this data"))
        .then()
        .statusCode(200)
        .body("state", equalTo("rejected"));
    server
        .promote(server.run(0.96))
        .then()
        .statusCode(202)
        .body("semver", equalTo("1.0.0"))
        .body("number", equalTo(2));
  }

  @Test
  void aWaivedRuleLetsARefusedCandidatePass() {
    server.policy(AUC);
    String id = server.promote(server.run(0.5)).then().statusCode(422).extract().path("id");
    server
        .post(
            "/promotions/" + id + "/waivers",
            Map.of("rule", "model/metric:auc:min", "reason", "a known shift of the data"))
        .then()
        .statusCode(200)
        .body("state", equalTo("approved"))
        .body("number", equalTo(1))
        .body("verdict.rules[0].outcome", equalTo("waived"))
        .body("waivers[0].reason", startsWith("a known"));
    server
        .post("/promotions/" + id + "/waivers", Map.of("rule", "none", "reason", "x"))
        .then()
        .statusCode(409);
  }

  @Test
  void checksThatAreReportedCount() {
    server.policy("rules:\n  - check: unit-tests\n    status: passed\n");
    String run = server.run(0.95);
    server.promote(run).then().statusCode(422);
    server
        .promote(
            Map.of(
                "model",
                server.model,
                "candidate",
                run,
                "path",
                "model",
                "checks",
                List.of(
                    Map.of(
                        "name", "unit-tests", "status", "passed", "url", "https://ci.example/1"))))
        .then()
        .statusCode(201);
    server.get("/candidates/" + run + "/checks").then().body("checks[0].status", equalTo("passed"));
    server
        .post(
            "/candidates/" + run + "/checks",
            Map.of("checks", List.of(Map.of("name", "unit-tests", "status", "failed"))))
        .then()
        .statusCode(200);
    server.promote(run).then().statusCode(422);
  }

  @Test
  void aVersionMayLieInAnotherStorage() throws Exception {
    Path folder = Files.createTempDirectory("long-term").toRealPath();
    String storage = "long-term-" + UUID.randomUUID().toString().substring(0, 8);
    given()
        .contentType(ContentType.JSON)
        .body(Map.of("name", storage, "kind", "folder", "folder", folder.toString()))
        .post("/api/v1/storages")
        .then()
        .statusCode(201);
    String run = server.run(0.95, "kept for long");
    server
        .promote(
            Map.of("model", server.model, "candidate", run, "path", "model", "copy_to", "absent"))
        .then()
        .statusCode(400)
        .body("field", equalTo("copy_to"));
    server
        .promote(
            Map.of("model", server.model, "candidate", run, "path", "model", "copy_to", storage))
        .then()
        .statusCode(201);
    try (Stream<Path> files = Files.walk(folder)) {
      assertEquals(2, files.filter(Files::isRegularFile).count());
    }
    given()
        .get(API + server.of("/versions/1/files/weights.bin"))
        .then()
        .statusCode(200)
        .body(equalTo("kept for long"));
  }

  @Test
  void anUnjudgedVersionIsPromotedAsItIs() {
    String run = server.run(0.95);
    var _ =
        server.mlflow(
            "/model-versions/create",
            Map.of("name", server.model, "source", "runs:/" + run + "/model", "run_id", run));
    server
        .promote(Map.of("model", server.model, "version", 1))
        .then()
        .statusCode(201)
        .body("number", equalTo(1))
        .body("state", equalTo("approved"));
    server.promote(Map.of("model", server.model, "version", 1)).then().statusCode(409);
  }

  @Test
  void whatIsNotThereOrMalformedIsNamed() {
    String run = server.run(0.95);
    server.promote(Map.of("model", "absent", "candidate", run)).then().statusCode(404);
    server.promote(Map.of("model", server.model, "candidate", "absent")).then().statusCode(404);
    server
        .promote(Map.of("model", server.model, "candidate", run, "path", "nothing"))
        .then()
        .statusCode(404);
    server
        .promote(Map.of("model", server.model, "candidate", run, "channel", "nowhere"))
        .then()
        .statusCode(404);
    server
        .promote(Map.of("model", server.model))
        .then()
        .statusCode(400)
        .body("field", equalTo("candidate"));
    server.promote(Map.of("candidate", run)).then().statusCode(400).body("field", equalTo("model"));
    server
        .promote(Map.of("model", server.model, "candidate", run, "semver", "1.2"))
        .then()
        .statusCode(400)
        .body("field", equalTo("semver"));
    server
        .promote(Map.of("model", server.model, "candidate", run, "bump", "huge"))
        .then()
        .statusCode(400);
    server
        .promote(
            Map.of("model", server.model, "candidate", run, "semver", "1.0.0", "bump", "major"))
        .then()
        .statusCode(400);
    server
        .promote(Map.of("model", server.model, "candidate", run, "modle", "x"))
        .then()
        .statusCode(400);
    Map<String, Object> nulls =
        new java.util.HashMap<>(Map.of("model", server.model, "candidate", run));
    nulls.put("checks", java.util.Collections.singletonList(null));
    server.promote(nulls).then().statusCode(400).body("field", equalTo("checks"));
    server.get("/promotions/none").then().statusCode(404);
    server.get("/promotions/" + UUID.randomUUID()).then().statusCode(404);
  }

  @Test
  void policiesKeepEveryRevision() {
    server.get(server.of("/policy")).then().statusCode(404);
    server.policy(AUC);
    server.policy(AUC);
    server.policy(AUC.replace("0.9", "0.8"));
    server
        .get(server.of("/policy"))
        .then()
        .statusCode(200)
        .body("revision", is(2))
        .body("text", containsString("0.8"));
    server.get(server.of("/policy/history")).then().body("revisions", hasSize(2));
    server
        .policy(server.of("/policy"), "rules:\n  - metrik: auc\n")
        .then()
        .statusCode(400)
        .body("detail", containsString("line 2"));
    server.policy(server.of("/policy"), "").then().statusCode(200);
    server.get(server.of("/policy")).then().statusCode(404);
    server.promote(server.run(0.1)).then().statusCode(201);
  }

  @Test
  void aPolicyIsTriedBeforeItHolds() {
    String low = server.run(0.5);
    String high = server.run(0.95);
    server
        .post(
            "/policies/evaluate",
            Map.of("policy", AUC, "experiment", server.experiment, "path", "model"))
        .then()
        .statusCode(200)
        .body(
            "evaluations.find { it.candidate == '%s' }.verdict.outcome".formatted(low),
            equalTo("fail"))
        .body(
            "evaluations.find { it.candidate == '%s' }.verdict.outcome".formatted(high),
            equalTo("pass"));
    server
        .promote(
            Map.of(
                "model", server.model, "candidate", low, "path", "model", "channel", "production"))
        .then()
        .statusCode(201);
    server
        .post("/policies/evaluate", Map.of("policy", AUC, "channels", true, "model", server.model))
        .then()
        .statusCode(200)
        .body("evaluations[0].channel", equalTo("production"))
        .body("evaluations[0].verdict.outcome", equalTo("fail"));
  }

  /** Promotes so many runs at once, each with one more field in its request. */
  private List<Response> promoteAtOnce(int count, String field, String value) throws Exception {
    List<String> runs =
        IntStream.range(0, count).mapToObj(i -> server.run(0.9, "weights " + i)).toList();
    return atOnce(
        runs.stream()
            .<Callable<Response>>map(
                run ->
                    () ->
                        server.promote(
                            Map.of(
                                "model",
                                server.model,
                                "candidate",
                                run,
                                "path",
                                "model",
                                field,
                                value)))
            .toList());
  }

  private static <T> List<T> atOnce(List<Callable<T>> work) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(work.size())) {
      List<Future<T>> futures = threads.invokeAll(work);
      List<T> results = new java.util.ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    }
  }
}

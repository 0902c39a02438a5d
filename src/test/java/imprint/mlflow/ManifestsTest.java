package imprint.mlflow;

import static imprint.mlflow.RegistryServer.MODELS;
import static imprint.mlflow.RegistryServer.VERSIONS;
import static imprint.mlflow.RegistryServer.newModel;
import static imprint.mlflow.RegistryServer.post;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import imprint.PostgresForTests;
import imprint.artifact.StorageAudit;
import imprint.mlflow.StoredManifests.Place;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies beside the stored bytes, so that they can be read without this server. */
@QuarkusTest
@WithTestResource(PostgresForTests.class)
class ManifestsTest {
  @Inject StorageAudit audit;

  private RawHttp http;
  private ArtifactServer server;
  private Place local;

  @BeforeEach
  void aRun() {
    http = new RawHttp();
    server = new ArtifactServer(http);
    local =
        StoredManifests.folder(
            ConfigProvider.getConfig().getValue("imprint.data", Path.class).resolve("blobs"));
    write();
  }

  @AfterEach
  void filesGoToTheDataFolder() {
    given().post("/api/v1/storages/local/default").then().statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"folder", "bucket"})
  void theFilesOfARunAreReadByItsManifestAlone(String kind) throws Exception {
    Place place = place(kind);
    Random random = new Random(1);
    byte[] large = new byte[300_000];
    random.nextBytes(large);
    server.put("model/MLmodel", "flavors: {}");
    server.put("empty", "");
    server.put("model-2/%C3%BC%20%22quoted%22%20%F0%9F%99%82.txt", "odd");
    server.put("Z", "before a");
    http.put(server.target("model/data/weights.bin"), large);
    write();

    JsonNode manifest = place.manifest("candidates", server.run);
    assertEquals("imprint-manifest", manifest.path("format").asText());
    assertEquals(1, manifest.path("format_version").asInt());
    assertEquals("default", manifest.path("project").asText());
    assertEquals(server.run, manifest.path("candidate").path("run_id").asText());
    assertEquals(server.experiment, manifest.path("candidate").path("experiment_id").asText());
    assertTrue(
        manifest.path("candidate").path("experiment_name").asText().startsWith("artifacts-"));
    Map<String, byte[]> files = place.readAll(manifest);
    assertEquals(
        List.of(
            "Z", "empty", "model-2/ü \"quoted\" 🙂.txt", "model/MLmodel", "model/data/weights.bin"),
        List.copyOf(files.keySet()));
    assertEquals("odd", text(files.get("model-2/ü \"quoted\" 🙂.txt")));
    assertEquals(
        HexFormat.of().formatHex(large),
        HexFormat.of().formatHex(Objects.requireNonNull(files.get("model/data/weights.bin"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"folder", "bucket"})
  void theFilesOfAVersionAreReadByItsManifestAlone(String kind) throws Exception {
    Place place = place(kind);
    server.put("model/MLmodel", "flavors: {}");
    server.put("model/data/weights.bin", "first");
    server.put("model2/other", "no part of it");
    String model = newModel();
    String root = newVersion(model);
    server.put("model/data/weights.bin", "second");
    http.delete(server.target("model/MLmodel"));
    write();

    JsonNode manifest = place.manifest("versions", root);
    JsonNode told = manifest.path("model_version");
    assertEquals(model, told.path("model").asText());
    assertEquals("1.0.0", told.path("semver").asText());
    assertEquals(1, told.path("number").asInt());
    assertEquals(server.run, told.path("run_id").asText());
    assertEquals(server.experiment, told.path("experiment_id").asText());
    Map<String, byte[]> files = place.readAll(manifest);
    assertEquals(List.of("MLmodel", "data/weights.bin"), List.copyOf(files.keySet()));
    assertEquals("first", text(files.get("data/weights.bin")));
    Map<String, byte[]> ofRun = place.readAll(place.manifest("candidates", server.run));
    assertEquals(List.of("model/data/weights.bin", "model2/other"), List.copyOf(ofRun.keySet()));
    assertEquals("second", text(ofRun.get("model/data/weights.bin")));
  }

  @Test
  void theManifestOfAVersionIsWrittenOnceUnlessTheModelIsRenamed() throws Exception {
    server.put("model/f", "first");
    String model = newModel();
    String root = newVersion(model);
    write();
    byte[] before = local.bytes("versions", root);
    server.put("model/f", "second");
    RegistryServer.patch(
            VERSIONS + "update", "{'name':'" + model + "','version':'1','description':'told'}")
        .statusCode(200);
    write();
    assertEquals(text(before), text(local.bytes("versions", root)));

    String renamed = "renamed-" + UUID.randomUUID();
    post(MODELS + "rename", "{'name':'" + model + "','new_name':'" + renamed + "'}")
        .statusCode(200);
    write();
    JsonNode told = local.manifest("versions", root).path("model_version");
    assertEquals(renamed, told.path("model").asText());
  }

  @Test
  void anExperimentIsToldByItsNewName() throws Exception {
    server.put("f", "content");
    write();
    String name = "renamed-" + UUID.randomUUID();
    post(
            "/experiments/update",
            "{'experiment_id':'" + server.experiment + "','new_name':'" + name + "'}")
        .statusCode(200);
    write();
    JsonNode told = local.manifest("candidates", server.run).path("candidate");
    assertEquals(name, told.path("experiment_name").asText());
  }

  @Test
  void unchangedContentGivesTheSameBytesApartFromTheTime() throws Exception {
    server.put("b", "1");
    server.put("a", "2");
    write();
    String first = text(local.bytes("candidates", server.run));
    upkeep("all=true").body("due", equalTo(0));
    String second = text(local.bytes("candidates", server.run));
    assertNotEquals(first, second);
    assertEquals(timeless(first), timeless(second));
    assertEquals(14, first.lines().count(), first);
  }

  private static String timeless(String manifest) {
    return manifest.replaceFirst("\"written\": \"[0-9T:.Z-]+\"", "");
  }

  @Test
  void overwritingAndDeletingAreToldAndAnOwnerWithoutFilesHasNoManifest() throws Exception {
    server.put("d/kept", "first");
    server.put("d/gone", "gone");
    write();
    server.put("d/kept", "second");
    http.delete(server.target("d/gone"));
    write();
    Map<String, byte[]> files = local.readAll(local.manifest("candidates", server.run));
    assertEquals(List.of("d/kept"), List.copyOf(files.keySet()));
    assertEquals("second", text(files.get("d/kept")));

    http.delete(server.target("d"));
    upkeep("seconds=60").body("removed", equalTo(1)).body("due", equalTo(0));
    assertFalse(local.has("candidates", server.run));
    StoredManifests.sql(
        "update blob set discarded_at = now() - interval '2 hours' where discarded_at is not null");
    sweep();
    assertEquals(List.of(), findings(false));
  }

  @Test
  void aRunWithFilesInTwoPlacesHasAManifestInEach() throws Exception {
    server.put("first", "here");
    Place bucket = place("bucket");
    server.put("second", "there");
    write();
    JsonNode here = local.manifest("candidates", server.run);
    JsonNode there = bucket.manifest("candidates", server.run);
    assertEquals(List.of("first"), List.copyOf(local.readAll(here).keySet()));
    assertEquals(List.of("second"), List.copyOf(bucket.readAll(there).keySet()));
    assertEquals(
        there.path("storage").asText(), here.path("files").path(1).path("storage").asText());
    assertEquals("local", there.path("files").path(0).path("storage").asText());
    assertEquals(
        there.path("files").path(1).path("key").asText(),
        here.path("files").path(1).path("key").asText());

    server.put("first", "moved");
    write();
    assertFalse(local.has("candidates", server.run));
    assertEquals(2, bucket.readAll(bucket.manifest("candidates", server.run)).size());
  }

  @Test
  void filesOfALoggedModelHaveTheirOwnManifest() throws Exception {
    String model =
        http.post(
                "/api/2.0/mlflow/logged-models",
                "{\"experiment_id\":\""
                    + server.experiment
                    + "\",\"source_run_id\":\""
                    + server.run
                    + "\"}")
            .path("model")
            .path("info")
            .path("artifact_uri")
            .asText();
    String path = ArtifactServer.PROXY + model.substring("mlflow-artifacts:".length());
    http.put(path + "/MLmodel", "{}".getBytes(StandardCharsets.UTF_8));
    write();
    String id = model.replaceFirst(".*/(m-[0-9a-f]{32})/.*", "$1");
    JsonNode manifest = local.manifest("logged-models", id.substring(2));
    assertEquals(id, manifest.path("logged_model").path("model_id").asText());
    assertEquals(server.run, manifest.path("logged_model").path("run_id").asText());
    assertEquals("{}", text(local.readAll(manifest).get("MLmodel")));
  }

  @Test
  void aChangeThatIsCommittedWhileManifestsAreWrittenIsTold() throws Exception {
    server.put("old", "content");
    try (Connection change = PostgresForTests.connect()) {
      change.setAutoCommit(false);
      try (var rename = change.createStatement()) {
        String of = " where owner_kind = 'candidate' and owner_id = " + candidate();
        rename.execute(
            "insert into manifest_due (owner_id, owner_kind) values ("
                + candidate()
                + ", 'candidate')");
        rename.execute("update artifact set path = '/new'" + of);
      }
      write();
      assertEquals(
          List.of("old"),
          List.copyOf(local.readAll(local.manifest("candidates", server.run)).keySet()));
      change.commit();
    }
    upkeep("seconds=60").body("written", equalTo(1));
    assertEquals(
        List.of("new"),
        List.copyOf(local.readAll(local.manifest("candidates", server.run)).keySet()));
  }

  @Test
  void whileNothingIsWrittenTheSweepKeepsOneMarkOfAnOwner() throws Exception {
    server.put("a", "content");
    server.put("b", "content");
    server.put("c", "content");
    String marks = "select count(*) from manifest_due where owner_id = " + candidate();
    assertEquals("3", StoredManifests.ask(marks));
    sweep();
    assertEquals("1", StoredManifests.ask(marks));
    upkeep("seconds=60").body("written", equalTo(1)).body("due", equalTo(0));
  }

  @Test
  void anOwnerThatAnotherServerIsAtIsPassedOver() throws Exception {
    server.put("f", "content");
    try (Connection other = PostgresForTests.connect()) {
      other.setAutoCommit(false);
      try (var lock = other.createStatement()) {
        lock.execute(
            "select pg_advisory_xact_lock(hashtextextended('manifest of candidate', "
                + candidate()
                + "))");
        lock.execute("delete from manifest_due where owner_id = " + candidate());
      }
      upkeep("seconds=60").body("written", equalTo(0)).body("due", equalTo(1));
      other.rollback(); // as when that server dies
    }
    upkeep("seconds=60").body("written", equalTo(1)).body("due", equalTo(0));
  }

  @Test
  void whatCannotBeWrittenStaysDueAndHoldsUpNoOther(@TempDir Path folder) throws Exception {
    String name = "f" + UUID.randomUUID().toString().substring(0, 8);
    StoredManifests.storage(
        "{\"name\":\"" + name + "\",\"kind\":\"folder\",\"folder\":\"" + folder + "\"}");
    Path inTheWay = Files.createFile(folder.resolve("manifests"));
    server.put("f", "content");
    given().post("/api/v1/storages/local/default").then().statusCode(200);
    ArtifactServer later = new ArtifactServer(http);
    later.put("f", "content");
    upkeep("seconds=60")
        .body("written", equalTo(1))
        .body("failed", equalTo(1))
        .body("due", equalTo(1));
    assertTrue(local.has("candidates", later.run));
    upkeep("seconds=60").body("failed", equalTo(0)).body("due", equalTo(1));

    Files.delete(inTheWay);
    StoredManifests.sql("update manifest_due set due_at = now()");
    upkeep("seconds=60").body("written", equalTo(1)).body("due", equalTo(0));
    Place place = StoredManifests.folder(folder);
    assertEquals(1, place.readAll(place.manifest("candidates", server.run)).size());
    http.delete(server.target("f"));
    write();
    StoredManifests.sql(
        "update blob set discarded_at = now() - interval '2 hours' where discarded_at is not null");
    sweep();
    given().delete("/api/v1/storages/" + name).then().statusCode(204);
  }

  @Test
  void theSweepTakesOnlyManifestsThatNothingKnows() throws Exception {
    server.put("f", "content");
    write();
    Path known = local.folder().resolve(StoredManifests.path("candidates", server.run));
    Path stray =
        local
            .folder()
            .resolve(
                StoredManifests.path("candidates", UUID.randomUUID().toString().replace("-", "")));
    Files.createDirectories(stray.getParent());
    Files.writeString(stray, "{}");
    for (Path old : List.of(known, stray)) {
      Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    }
    assertEquals(List.of("UNREFERENCED"), findings(false));
    sweep();
    assertTrue(Files.exists(known));
    assertFalse(Files.exists(stray));
    assertEquals(List.of(), findings(false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"folder", "bucket"})
  void theCheckFindsManifestsThatAreMissingWrongOrStale(String kind) throws Exception {
    Place place = place(kind);
    server.put("f", "content");
    assertEquals(List.of(), findings(false));
    write();
    assertEquals(List.of(), findings(false));
    assertEquals(List.of(), findings(true));

    byte[] right = place.bytes("candidates", server.run);
    byte[] wrong = text(right).replace("content", "CONTENT").getBytes(StandardCharsets.UTF_8);
    wrong[wrong.length / 2] ^= 1;
    place.replace("candidates", server.run, wrong);
    assertEquals(List.of("WRONG"), findings(false));
    assertEquals(List.of(), findings(true));
    place.delete("candidates", server.run);
    assertEquals(List.of("MISSING"), findings(false));
    assertEquals(List.of("MISSING"), findings(true));
    place.replace("candidates", server.run, right);
    StoredManifests.sql(
        "update artifact set path = '/g' where owner_kind = 'candidate' and owner_id = "
            + candidate());
    assertEquals(List.of("STALE"), findings(false));
    upkeep("all=true").body("due", equalTo(0));
    assertEquals(List.of(), findings(false));
  }

  @Test
  void aManifestThatWasNeverWrittenIsMissing() throws Exception {
    server.put("f", "content");
    StoredManifests.sql("delete from manifest_due");
    assertEquals(List.of("MISSING"), findings(false));
    upkeep("all=true");
    assertEquals(List.of(), findings(false));
  }

  @Test
  void aHundredThousandFilesAreToldInOrderAndNotOverAndOver() throws Exception {
    StoredManifests.sql(
        """
        with made as (
          insert into blob (key, storage, size, sha256)
          select gen_random_uuid(), 'local', 10, sha256('') from generate_series(1, 100000) returning key
        )
        insert into artifact (owner_id, owner_kind, path, project_id, blob_key)
        select %d, 'candidate', '/images/train/' || key || '.png', 1, key from made
        """
            .formatted(Long.valueOf(candidate())));
    server.put("images/train/last", "content");
    long begin = System.nanoTime();
    upkeep("seconds=60").body("written", equalTo(1)).body("due", equalTo(0));
    long millis = (System.nanoTime() - begin) / 1_000_000;
    JsonNode manifest = local.manifest("candidates", server.run);
    System.out.println("a manifest of 100,001 files was written in " + millis + " ms");
    List<String> paths = new ArrayList<>();
    manifest.path("files").forEach(file -> paths.add(file.path("path").asText()));
    assertEquals(100_001, paths.size());
    assertEquals(100_001, manifest.path("file_count").asInt());
    assertEquals(paths.stream().sorted().toList(), paths);

    server.put("images/train/another", "content");
    upkeep("seconds=60").body("written", equalTo(0)).body("due", equalTo(1));
    StoredManifests.sql("delete from artifact where path like '/images/train/%.png'");
    StoredManifests.sql("delete from blob where size = 10 and sha256 = sha256('')");
    StoredManifests.sql("update manifest set written_at = now() - interval '1 hour'");
    write();
    assertEquals(2, local.readAll(local.manifest("candidates", server.run)).size());
  }

  @Test
  void theExampleOfTheDocumentationRestoresARun(@TempDir Path copy) throws Exception {
    server.put("model/MLmodel", "flavors: {}");
    server.put("model/%C3%BC.txt", "content");
    write();
    for (JsonNode file : local.manifest("candidates", server.run).path("files")) {
      Path to = copy.resolve(file.path("key").asText());
      Files.createDirectories(to.getParent());
      Files.copy(local.folder().resolve(file.path("key").asText()), to);
    }
    String example =
        Files.readString(Path.of("docs/storages.md"))
            .replaceFirst("(?s).*?```python\n(.*?)```.*", "$1");
    Path manifest = local.folder().resolve(StoredManifests.path("candidates", server.run));
    Process python =
        new ProcessBuilder("python3", "-c", example, manifest.toString())
            .directory(copy.toFile())
            .redirectErrorStream(true)
            .start();
    String told = text(python.getInputStream().readAllBytes());
    assertEquals(0, python.waitFor(), told);
    assertEquals("flavors: {}", Files.readString(copy.resolve("restored/model/MLmodel")));
    assertEquals("content", Files.readString(copy.resolve("restored/model/ü.txt")));
  }

  @Test
  void wrongArgumentsAreNamed() {
    upkeepWith("all=perhaps").statusCode(400).body("field", equalTo("all"));
    upkeepWith("seconds=0").statusCode(400).body("field", equalTo("seconds"));
  }

  /** The root of a new version's files, as the name of its manifest has it. */
  private String newVersion(String model) {
    post(
            VERSIONS + "create",
            "{'name':'"
                + model
                + "','source':'runs:/"
                + server.run
                + "/model','run_id':'"
                + server.run
                + "'}")
        .statusCode(200);
    String uri =
        RegistryServer.get(VERSIONS + "get-download-uri", "name", model, "version", "1")
            .extract()
            .path("artifact_uri");
    return uri.replaceFirst("mlflow-artifacts:/versions/([0-9a-f]{32})/artifacts", "$1");
  }

  /** Where the files of this test go from now on. */
  private Place place(String kind) throws Exception {
    return kind.equals("folder") ? local : StoredManifests.newBucket();
  }

  /** The kinds of what a check finds of manifests. */
  private List<String> findings(boolean quick) {
    List<String> kinds = new ArrayList<>();
    audit.run(
        quick,
        finding -> {
          if ((finding.place().contains(server.run) && finding.place().startsWith("manifest"))
              || finding.detail().startsWith("stray manifests")) {
            kinds.add(finding.kind().name());
          }
        });
    return kinds;
  }

  private String candidate() throws Exception {
    return StoredManifests.ask("select id from candidate where run_id = '" + server.run + "'");
  }

  private static void write() {
    upkeep("seconds=60").body("due", equalTo(0));
  }

  private static void sweep() {
    given().post("/api/v1/upkeep/sweep").then().statusCode(200);
  }

  private static ValidatableResponse upkeep(String query) {
    return upkeepWith(query).statusCode(200);
  }

  private static ValidatableResponse upkeepWith(String query) {
    return given().post("/api/v1/upkeep/manifests?" + query).then();
  }

  private static String text(byte @Nullable [] bytes) {
    return new String(Objects.requireNonNull(bytes), StandardCharsets.UTF_8);
  }
}

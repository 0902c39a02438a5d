package imprint.mlflow;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import imprint.PostgresForTests;
import imprint.artifact.StorageAudit;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of bytes that nothing refers to, and of bytes that rot. */
@QuarkusTest
@WithTestResource(PostgresForTests.class)
class UpkeepTest {
  @Inject StorageAudit audit;

  private Path blobs;
  private ArtifactServer server;

  @BeforeEach
  void anEmptyStore() throws Exception {
    blobs = ConfigProvider.getConfig().getValue("imprint.data", Path.class).resolve("blobs");
    server = new ArtifactServer(new RawHttp());
    sql("update blob set discarded_at = now() - interval '2 hours' where discarded_at is not null");
    sweep(false);
  }

  @Test
  void whatWasOverwrittenOrDeletedIsFreedAfterItsGrace() throws Exception {
    server.put("kept", "first");
    server.put("kept", "second");
    server.put("d/gone", "third!");
    server.http.delete(server.target("d"));
    sweep(false).body("discarded_blobs", equalTo(0));

    sql("update blob set discarded_at = now() - interval '2 hours' where discarded_at is not null");
    sweep(true)
        .body("dry_run", equalTo(true))
        .body("discarded_blobs", equalTo(2))
        .body("discarded_bytes", equalTo(11));
    sweep(false).body("discarded_blobs", equalTo(2)).body("discarded_bytes", equalTo(11));
    sweep(true).body("discarded_blobs", equalTo(0));
    assertEquals("second", server.get("kept").text());
  }

  @Test
  void aBlobThatIsReferredToIsNeverFreed() throws Exception {
    server.put("kept", "content");
    sql("update blob set discarded_at = now() - interval '2 hours'");
    sweep(true).body("discarded_blobs", equalTo(0));
    sweep(false).body("discarded_blobs", equalTo(0));
    assertEquals("content", server.get("kept").text());
    assertEquals("0", ask("select count(*) from blob where discarded_at is not null"));
  }

  @Test
  void objectsThatNothingKnowsAreFreedOnceTheyAreOld() throws Exception {
    UUID key = UUID.randomUUID();
    Path stray = blobs.resolve(key.toString().substring(0, 2)).resolve(key.toString());
    Files.createDirectories(stray.getParent());
    Files.write(stray, new byte[1234]);
    sweep(true).body("stray_objects", equalTo(0));
    Files.setLastModifiedTime(stray, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    sweep(true).body("stray_objects", equalTo(1)).body("stray_bytes", equalTo(1234));
    assertTrue(Files.exists(stray));
    sweep(false).body("stray_objects", equalTo(1));
    assertFalse(Files.exists(stray));
  }

  @Test
  void whatUploadsLeftBehindIsFreedOnceItIsOldAndNoUploadIsKnownByIt() throws Exception {
    Path body = Files.write(blobs.resolve("staging/" + UUID.randomUUID()), new byte[77]);
    Path gone = Files.createDirectory(blobs.resolve("parts/" + UUID.randomUUID()));
    Files.write(gone.resolve("1"), new byte[500]);
    Files.write(gone.resolve("2"), new byte[5]);
    String id = new PartsServer(new RawHttp()).begin("", "running", 1).id();
    Path kept =
        blobs.resolve("parts/" + ask("select foreign_id from upload where id = '" + id + "'"));
    assertTrue(Files.isDirectory(kept));
    age(kept, 50);

    age(body, 1);
    age(gone, 24);
    sweep(true).body("stray_objects", equalTo(0));
    age(body, 3);
    age(gone, 26);
    sweep(true).body("stray_objects", equalTo(2)).body("stray_bytes", equalTo(582));
    assertTrue(Files.exists(body) && Files.exists(gone));
    sweep(false).body("stray_objects", equalTo(2)).body("stray_bytes", equalTo(582));
    assertFalse(Files.exists(body) || Files.exists(gone));
    assertTrue(Files.exists(kept));
    sweep(true).body("stray_objects", equalTo(0));
  }

  private static void age(Path path, int hours) throws IOException {
    Files.setLastModifiedTime(path, FileTime.from(Instant.now().minus(Duration.ofHours(hours))));
  }

  @Test
  void rotIsFoundAndNeverServedAsThoughItWereWhole() throws Exception {
    for (String name : List.of("flipped", "cut", "swapped-1", "swapped-2", "gone", "fine")) {
      server.put(name, "the content of " + name + " with the same length".repeat(3));
    }
    flip(file("flipped"));
    try (var cut = Files.newByteChannel(file("cut"), StandardOpenOption.WRITE)) {
      cut.truncate(10);
    }
    swap(file("swapped-1"), file("swapped-2"));
    Files.delete(file("gone"));

    for (String name : List.of("flipped", "cut", "swapped-1", "swapped-2", "gone")) {
      assertNotEquals(200, server.get(name).status(), name);
    }
    assertTrue(server.get("fine").text().startsWith("the content of fine"));

    List<StorageAudit.Finding> found = new ArrayList<>();
    audit.run(false, found::add);
    String own = "candidate " + server.run + " /";
    assertEquals(
        5, found.stream().filter(one -> one.place().startsWith(own)).count(), found::toString);
    assertTrue(
        found.stream()
            .anyMatch(
                one ->
                    one.kind() == StorageAudit.Kind.MISSING
                        && one.place().equals("candidate " + server.run + " /gone")),
        found::toString);

    // other tests leave damage of their own behind
    sql("update blob set verified_at = now(), damage = null");
    sql(
        "update blob set verified_at = null from artifact a, candidate c where a.blob_key = blob.key"
            + " and a.owner_kind = 'candidate' and c.id = a.owner_id and c.run_id = '"
            + server.run
            + "'");
    given()
        .post("/api/v1/upkeep/patrol?seconds=30")
        .then()
        .statusCode(200)
        .body("damaged", equalTo(5))
        .body("blobs", greaterThanOrEqualTo(6));
    List<String> places =
        given().get("/api/v1/upkeep/damage").then().statusCode(200).extract().path("blobs.place");
    assertEquals(5, places.size());
    assertTrue(places.contains("candidate " + server.run + " /flipped"), places::toString);
    assertTrue(
        given().get("/metrics").asString().contains("imprint_blobs_damaged 5.0"), "the metric");
    sql("update blob set damage = null");
  }

  @Test
  void wrongArgumentsAreNamed() {
    given()
        .post("/api/v1/upkeep/sweep?dry_run=perhaps")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("field", equalTo("dry_run"));
    given().post("/api/v1/upkeep/patrol?seconds=0").then().body("field", equalTo("seconds"));
    given().get("/api/v1/upkeep/damage?after=x").then().body("field", equalTo("after"));
  }

  private static ValidatableResponse sweep(boolean dry) {
    return given().post("/api/v1/upkeep/sweep?dry_run=" + dry).then().statusCode(200);
  }

  /** The stored file of an artifact of the run. */
  private Path file(String name) throws SQLException {
    String key =
        ask(
            "select a.blob_key from artifact a join candidate c on c.id = a.owner_id"
                + " where a.owner_kind = 'candidate' and a.path = '/"
                + name
                + "' and c.run_id = '"
                + server.run
                + "'");
    return blobs.resolve(key.substring(0, 2)).resolve(key);
  }

  private static void flip(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
  }

  private static void swap(Path one, Path other) throws IOException {
    Path third = one.resolveSibling("third");
    Files.move(one, third);
    Files.move(other, one);
    Files.move(third, other);
  }

  private static void sql(String statement) throws SQLException {
    try (Connection connection = PostgresForTests.connect();
        PreparedStatement prepared = connection.prepareStatement(statement)) {
      prepared.execute();
    }
  }

  private static String ask(String query) throws SQLException {
    try (Connection connection = PostgresForTests.connect();
        PreparedStatement prepared = connection.prepareStatement(query);
        ResultSet rows = prepared.executeQuery()) {
      rows.next();
      return rows.getString(1);
    }
  }
}

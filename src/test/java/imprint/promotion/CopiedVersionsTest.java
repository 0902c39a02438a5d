package imprint.promotion;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import imprint.PostgresForTests;
import imprint.storage.S3Server;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Versions whose files are kept elsewhere than those of their candidates. */
@QuarkusTest
@WithTestResource(PostgresForTests.class)
class CopiedVersionsTest {
  private static final String STORAGES = "/api/v1/storages";

  /** More than one part of an upload to a bucket. */
  private static final int LARGE = 12_000_000;

  private final String suffix = UUID.randomUUID().toString().substring(0, 8);
  private final String bucket = "bucket-" + suffix;
  private final String folder = "folder-" + suffix;
  private PromotionServer server;

  @BeforeEach
  void aBucketAndAFolder() throws Exception {
    server = new PromotionServer();
    storage(
        Map.of(
            "name",
            bucket,
            "kind",
            "s3",
            "endpoint",
            S3Server.endpoint(),
            "bucket",
            S3Server.BUCKET,
            "prefix",
            suffix + "/",
            "access_key",
            S3Server.ACCESS_KEY,
            "secret_key",
            S3Server.SECRET_KEY));
    Path place = Files.createTempDirectory("copies").toRealPath();
    storage(Map.of("name", folder, "kind", "folder", "folder", place.toString()));
  }

  private static void storage(Map<String, ?> wanted) {
    given().contentType(ContentType.JSON).body(wanted).post(STORAGES).then().statusCode(201);
  }

  private static void makeDefault(String storage) {
    given()
        .contentType(ContentType.JSON)
        .post(STORAGES + "/" + storage + "/default")
        .then()
        .statusCode(200);
  }

  private String run(String large) {
    String run = server.run(0.95);
    server.upload(run, "model/large.bin", large);
    return run;
  }

  private void promote(String run, String storage) {
    server
        .promote(
            Map.of("model", server.model, "candidate", run, "path", "model", "copy_to", storage))
        .then()
        .statusCode(201);
  }

  @Test
  void filesGoFromAFolderToABucketAndBack() throws SQLException {
    String large = "0123456789ab".repeat(LARGE / 12);
    String inFolder = run(large);
    assertEquals(List.of("local"), storagesOf("candidate", "candidate", "run_id", inFolder));
    promote(inFolder, bucket);
    String inBucket;
    makeDefault(bucket);
    try {
      inBucket = run(large);
    } finally {
      makeDefault("local");
    }
    assertEquals(List.of(bucket), storagesOf("candidate", "candidate", "run_id", inBucket));
    promote(inBucket, folder);
    promote(inBucket, "local");
    assertEquals(List.of(bucket), storagesOf("version", "model_version", "semver", "1.0.0"));
    assertEquals(List.of(folder), storagesOf("version", "model_version", "semver", "1.0.1"));
    assertEquals(List.of("local"), storagesOf("version", "model_version", "semver", "1.0.2"));
    TreeSet<String> digests = new TreeSet<>();
    for (int number = 1; number <= 3; number++) {
      String version = server.of("/versions/" + number);
      digests.add(server.get(version).then().statusCode(200).extract().path("digest"));
      assertArrayEquals(
          large.getBytes(java.nio.charset.StandardCharsets.UTF_8),
          server.get(version + "/files/large.bin").asByteArray(),
          "version " + number);
    }
    assertEquals(1, digests.size(), digests::toString);
    given()
        .redirects()
        .follow(false)
        .get(PromotionServer.API + server.of("/versions/1/files/large.bin?redirect=true"))
        .then()
        .statusCode(307)
        .header("Location", containsString(S3Server.BUCKET + "/" + suffix + "/"));
  }

  @Test
  void aBucketThatIsAwayMakesNoVersion() throws Exception {
    storage(
        Map.of(
            "name",
            "away-" + suffix,
            "kind",
            "s3",
            "endpoint",
            "http://127.0.0.1:1",
            "bucket",
            "none",
            "access_key",
            "a",
            "secret_key",
            "s"));
    server
        .promote(
            Map.of(
                "model",
                server.model,
                "candidate",
                server.run(0.95),
                "path",
                "model",
                "copy_to",
                "away-" + suffix))
        .then()
        .statusCode(503);
    server.get(server.of("/versions")).then().statusCode(200).body("versions.size()", equalTo(0));
  }

  /** The names of the storages that hold bytes of an owner. */
  private List<String> storagesOf(String kind, String table, String column, String value)
      throws SQLException {
    String found =
        "select string_agg(distinct b.storage, ',' order by b.storage) from artifact a"
            + " join blob b on b.key = a.blob_key join "
            + table
            + " o on o.id = a.owner_id where a.owner_kind = ? and o."
            + column
            + " = ?"
            + (kind.equals("version")
                ? " and o.model_id = (select id from model where name = '" + server.model + "')"
                : "");
    try (Connection connection = PostgresForTests.connect();
        PreparedStatement prepared = connection.prepareStatement(found)) {
      prepared.setString(1, kind);
      prepared.setString(2, value);
      try (ResultSet rows = prepared.executeQuery()) {
        rows.next();
        return List.of(String.valueOf(rows.getString(1)).split(",", -1));
      }
    }
  }
}

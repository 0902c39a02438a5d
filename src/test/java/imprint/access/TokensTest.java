package imprint.access;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import imprint.PostgresForTests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.Header;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens on a running server: who is let in, and what is told to whom. */
@QuarkusTest
@TestProfile(OwnServer.class)
@WithTestResource(PostgresForTests.class)
class TokensTest {
  private static final String MLFLOW = "/api/2.0/mlflow/experiments/get?experiment_id=0";
  private static final String ME = "/api/v1/me";
  private static final String TOKENS = "/api/v1/tokens";

  @Inject Tokens tokens;
  @Inject KnownTokens known;

  private final String suffix = UUID.randomUUID().toString().substring(0, 8);

  @AfterEach
  void noTokenIsLeft() throws SQLException {
    sql("update api_token set revoked_at = now() where revoked_at is null");
    known.changed();
  }

  @Test
  void withoutTokensEveryoneMayDoEverything() {
    given()
        .get(ME)
        .then()
        .statusCode(200)
        .body("name", equalTo("local"))
        .body("role", equalTo("admin"))
        .body("permissions", hasItem("TOKEN_ADMIN"))
        .body("tokens_demanded", equalTo(false));
    as("no token at all").get(MLFLOW).then().statusCode(200);
  }

  @Test
  void fromTheFirstTokenOnEveryRequestNeedsOne() {
    String admin = make("admin");
    ValidatableResponse told = given().get(ME).then().statusCode(401);
    told.contentType("application/problem+json")
        .body("type", equalTo("unauthenticated"))
        .body("detail", containsString("Authorization: Bearer"));
    assertEquals(
        List.of("Basic realm=\"imprint\"", "Bearer realm=\"imprint\""),
        told.extract().headers().getValues("WWW-Authenticate"));
    given()
        .get(MLFLOW)
        .then()
        .statusCode(401)
        .contentType("application/json")
        .body("error_code", equalTo("UNAUTHENTICATED"))
        .body("message", containsString("MLFLOW_TRACKING_TOKEN"));
    given().get("/health").then().statusCode(200);
    given().get("/version").then().statusCode(200);
    given().head(MLFLOW).then().statusCode(401);
    as(admin).get(ME).then().statusCode(200).body("tokens_demanded", equalTo(true));
  }

  @Test
  void aTokenIsTheBearerOrThePasswordOfAnyUser() {
    String reader = make("reader");
    as(reader).get(MLFLOW).then().statusCode(200);
    given().header("authorization", "bearer " + reader).get(ME).then().statusCode(200);
    for (String user : List.of("", "ada", "imprint")) {
      given()
          .header("Authorization", basic(user + ":" + reader))
          .get(ME)
          .then()
          .statusCode(200)
          .body("name", equalTo("reader-" + suffix));
    }
    given().get(ME + "?token=" + reader + "&access_token=" + reader).then().statusCode(401);
    given()
        .headers(
            new io.restassured.http.Headers(
                new Header("Authorization", "Bearer " + reader),
                new Header("Authorization", "Bearer " + reader)))
        .get(ME)
        .then()
        .statusCode(400)
        .body("field", equalTo("Authorization"));
  }

  /** Under whatever name a channel is moved, or a version withdrawn. */
  @Test
  void whoMayRegisterMayNotMoveChannels() {
    make("admin");
    String contributor = make("contributor");
    String model = "m-" + UUID.randomUUID();
    String mlflow = "/api/2.0/mlflow/";
    String named = "\"name\":\"" + model + "\"";
    json(contributor, "{" + named + "}")
        .post(mlflow + "registered-models/create")
        .then()
        .statusCode(200);
    json(contributor, "{" + named + ",\"source\":\"s3://bucket/x\"}")
        .post(mlflow + "model-versions/create")
        .then()
        .statusCode(200);
    json(contributor, "{" + named + ",\"version\":\"1\",\"stage\":\"Production\"}")
        .post(mlflow + "model-versions/transition-stage")
        .then()
        .statusCode(403)
        .body("message", containsString("CHANNEL_MOVE"));
    json(contributor, "{" + named + ",\"version\":\"1\",\"alias\":\"Production\"}")
        .post(mlflow + "registered-models/alias")
        .then()
        .statusCode(403);
    json(contributor, "{" + named + ",\"version\":\"1\",\"alias\":\"champion\"}")
        .post(mlflow + "registered-models/alias")
        .then()
        .statusCode(200);
    json(contributor, "{" + named + ",\"alias\":\"production\"}")
        .delete(mlflow + "registered-models/alias")
        .then()
        .statusCode(403);
    String ours = "/api/v1/projects/default/models/" + model;
    json(contributor, "{\"version\":\"1\"}")
        .put(ours + "/channels/production")
        .then()
        .statusCode(403);
    json(contributor, "{\"channels\":[\"one\"]}").put(ours + "/channels").then().statusCode(403);
    json(contributor, "{\"state\":\"revoked\",\"reason\":\"x\"}")
        .patch(ours + "/versions/1")
        .then()
        .statusCode(403)
        .body("detail", containsString("APPROVE"));
  }

  private io.restassured.specification.RequestSpecification json(String token, String body) {
    return as(token).contentType("application/json").body(body);
  }

  @Test
  void whatARoleLacksIsForbiddenByName() {
    make("admin");
    String reader = make("reader");
    String run = "{\"experiment_id\":\"0\"}";
    as(reader)
        .contentType("application/json")
        .body(run)
        .post("/api/2.0/mlflow/runs/create")
        .then()
        .statusCode(403)
        .body("error_code", equalTo("PERMISSION_DENIED"))
        .body("message", containsString("TRACKING_WRITE"))
        .body("message", containsString("'reader'"));
    as(reader)
        .get(TOKENS)
        .then()
        .statusCode(403)
        .body("type", equalTo("forbidden"))
        .body("detail", containsString("TOKEN_ADMIN"));
    as(make("contributor"))
        .contentType("application/json")
        .body(run)
        .post("/api/2.0/mlflow/runs/create")
        .then()
        .statusCode(200);
  }

  @Test
  void wrongTokensAreToldApartByNothing() throws SQLException {
    make("admin");
    String revoked = make("reader");
    tokens.revoke("reader-" + suffix);
    String expired = make("approver");
    expire("approver-" + suffix);
    String body = told(revoked);
    for (String wrong :
        List.of(expired, "imp_1_" + "A".repeat(43), "imp_1_x", "admin", revoked + "x", "")) {
      assertEquals(body, told(wrong), wrong);
    }
    for (String password : List.of("admin:admin", "admin:password1234", "admin:", "no colon")) {
      Response answer = given().header("Authorization", basic(password)).get(ME);
      assertEquals(401, answer.statusCode(), password);
      assertEquals(body, answer.asString(), password);
    }
    assertEquals(body, given().header("Authorization", "Digest username=\"x\"").get(ME).asString());
  }

  @Test
  void aTokenThatExpiredDoesNotOpenTheServer() throws SQLException {
    String only = make("admin");
    as(only).get(ME).then().statusCode(200);
    expire("admin-" + suffix);
    as(only).get(ME).then().statusCode(401);
    given().get(MLFLOW).then().statusCode(401);
  }

  @Test
  void aTokenIsShownOnceAndKeptAsAHash() throws SQLException {
    ValidatableResponse made =
        post(given(), "{'name':'first-" + suffix + "','role':'admin','expires':'90d'}")
            .statusCode(201)
            .header("Cache-Control", equalTo("no-store"))
            .body("token", startsWith("imp_"))
            .body("details.role", equalTo("admin"))
            .body("details.state", equalTo("active"))
            .body("details.created_by", equalTo("local"))
            .body("details.last_used_at", nullValue())
            .body("warnings", empty());
    String token = made.extract().path("token");
    int id = made.extract().path("details.id");
    assertTrue(token.matches("imp_" + id + "_[A-Za-z0-9_-]{43}"), "its form");
    Instant expires = Instant.parse(made.extract().path("details.expires_at"));
    assertTrue(expires.isAfter(Instant.now().plus(Duration.ofDays(89))));

    post(as(token), "{'name':'second-" + suffix + "','role':'reader'}")
        .statusCode(201)
        .body("details.created_by", equalTo("first-" + suffix));
    String listed = as(token).get(TOKENS).then().statusCode(200).extract().asString();
    assertTrue(listed.contains("second-" + suffix));
    String secret = token.substring(token.length() - 43);
    assertFalse(listed.contains(secret));
    String row = ask("select t::text from api_token t where id = " + id);
    assertFalse(row.contains(secret));
    assertFalse(row.contains(hex(secret)));
  }

  @Test
  void theFirstTokenOfAnotherRoleIsWarnedOf() {
    post(given(), "{'name':'only-" + suffix + "','role':'owner'}")
        .statusCode(201)
        .body("warnings[0]", containsString("--role admin"));
  }

  @Test
  void aRevokedTokenIsRefusedAtOnce() {
    String admin = make("admin");
    String reader = make("reader");
    as(reader).get(ME).then().statusCode(200);
    for (int i = 0; i < 2; i++) {
      as(admin).delete(TOKENS + "/reader-" + suffix).then().statusCode(204);
      as(reader).get(ME).then().statusCode(401);
    }
    as(admin)
        .get(TOKENS)
        .then()
        .body("tokens.find { it.name == 'reader-" + suffix + "' }.state", equalTo("revoked"));
    as(admin).delete(TOKENS + "/none").then().statusCode(404).body("type", equalTo("missing"));
    as(admin)
        .delete(TOKENS + "/admin-" + suffix)
        .then()
        .statusCode(409)
        .body("detail", containsString("last token of an admin"));
    as(admin).get(ME).then().statusCode(200);
  }

  @Test
  void whatAnotherServerChangesIsKnownWithinFiveSeconds() throws Exception {
    make("admin");
    String reader = make("reader");
    as(reader).get(ME).then().statusCode(200);
    sql("update api_token set revoked_at = now() where name = 'reader-" + suffix + "'");
    long begun = System.nanoTime();
    while (as(reader).get(ME).statusCode() == 200) {
      assertTrue(System.nanoTime() - begun < Duration.ofSeconds(5).toNanos(), "still let in");
    }
  }

  @Test
  void theLastUseIsKeptToTheMinute() throws Exception {
    String admin = make("admin");
    String query = "select last_used_at::text from api_token where name = 'admin-" + suffix + "'";
    as(admin).get(ME).then().statusCode(200);
    long begun = System.nanoTime();
    while (ask(query).isEmpty()) {
      assertTrue(System.nanoTime() - begun < Duration.ofSeconds(10).toNanos(), "never noted");
    }
    String first = ask(query);
    as(admin).get(ME).then().statusCode(200);
    assertEquals(first, ask(query));
    as(admin).get(TOKENS).then().body("tokens.last_used_at", not(empty()));
  }

  @Test
  void namesAreNeverGivenTwice() {
    String admin = make("admin");
    make("reader");
    tokens.revoke("reader-" + suffix);
    post(as(admin), "{'name':'reader-" + suffix + "','role':'reader'}")
        .statusCode(409)
        .body("type", equalTo("taken"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'role':'reader'}|name",
        "{'name':'x'}|role",
        "{'name':'x','role':'king'}|role",
        "{'name':'x','role':'READER'}|role",
        "{'name':'','role':'reader'}|name",
        "{'name':'a b','role':'reader'}|name",
        "{'name':'../x','role':'reader'}|name",
        "{'name':'local','role':'reader'}|name",
        "{'name':'x','role':'reader','expires':'soon'}|expires",
        "{'name':'x','role':'reader','expires':'0d'}|expires",
        "{'name':'x','role':'reader','expires':'-1d'}|expires",
        "{'name':'x','role':'reader','expires':'3651d'}|expires",
        "{'name':'x','role':'reader','expires':'99999999999999999999d'}|expires",
        "{'name':'x','rle':'reader'}|rle"
      })
  void whatIsWrongIsNamed(String body, String field) {
    post(given(), body).statusCode(400).body("field", equalTo(field));
  }

  @Test
  void aSignedUrlNeedsNoToken() {
    String admin = make("admin");
    String target = "/api/2.0/mlflow-artifacts/artifacts/" + suffix + "/file";
    as(admin)
        .contentType("application/octet-stream")
        .body("x".getBytes(StandardCharsets.UTF_8))
        .put(target)
        .then()
        .statusCode(200);
    given().get(target).then().statusCode(401);
    String url =
        as(admin)
            .get("/api/2.0/mlflow-artifacts/presigned/" + suffix + "/file")
            .then()
            .statusCode(200)
            .extract()
            .path("url");
    given().urlEncodingEnabled(false).get(url).then().statusCode(200).body(equalTo("x"));
    given().urlEncodingEnabled(false).get(url + "0").then().statusCode(403);
  }

  @Test
  void foreignPagesStayOutAlsoWithAToken() {
    String admin = make("admin");
    as(admin)
        .header("Origin", "https://evil.example")
        .delete(TOKENS + "/none")
        .then()
        .statusCode(403);
    as(admin).header("Host", "evil.example").get(ME).then().statusCode(403);
  }

  private String make(String role) {
    NewToken wanted = new NewToken(role + "-" + suffix, Role.of(role), Optional.empty());
    Tokens.Created made = tokens.create(wanted, "test");
    assertNotEquals(made.text(), made.toString());
    return made.text();
  }

  private void expire(String name) throws SQLException {
    sql(
        "update api_token set expires_at = now() - interval '1 second' where name = '"
            + name
            + "'");
    known.changed();
  }

  private static io.restassured.specification.RequestSpecification as(String token) {
    return given().header("Authorization", "Bearer " + token);
  }

  private static String told(String wrong) {
    return as(wrong).get(ME).then().statusCode(401).extract().asString();
  }

  private static ValidatableResponse post(
      io.restassured.specification.RequestSpecification from, String json) {
    return from.contentType("application/json").body(json.replace('\'', '"')).post(TOKENS).then();
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private static String hex(String text) {
    return java.util.HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
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
      return Optional.ofNullable(rows.getString(1)).orElse("");
    }
  }
}

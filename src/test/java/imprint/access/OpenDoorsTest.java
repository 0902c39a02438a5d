package imprint.access;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import imprint.PostgresForTests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.Headers;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be read without a token once there is one, and what is told of that. */
@QuarkusTest
@TestProfile(OwnServer.class)
@WithTestResource(PostgresForTests.class)
class OpenDoorsTest {
  @Inject Tokens tokens;
  @Inject KnownTokens known;

  private final String name = "reader-" + UUID.randomUUID();

  @AfterEach
  void noTokenIsLeft() throws SQLException {
    revokeElsewhere("true");
    known.changed();
  }

  /** As another server or the command line does, of which this one is not told. */
  private static void revokeElsewhere(String which) throws SQLException {
    try (Connection connection = PostgresForTests.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "update api_token set revoked_at = now() where revoked_at is null and " + which);
    }
  }

  private String reader() {
    return tokens.create(new NewToken(name, Role.READER, Optional.empty()), "test").text();
  }

  @Test
  void metricsAreOpenWhileThereAreNoTokens() {
    given().get("/metrics").then().statusCode(200).body(containsString("jvm_"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/metrics", "/metrics/", "/%6detrics", "/metrics?token=x"})
  void metricsAskForAToken(String path) {
    String reader = reader();
    Headers told =
        given()
            .urlEncodingEnabled(false)
            .get(path)
            .then()
            .statusCode(401)
            .body(containsString("valid token"))
            .extract()
            .headers();
    assertEquals(
        List.of("Basic realm=\"imprint\"", "Bearer realm=\"imprint\""),
        told.getValues("WWW-Authenticate"));
    given()
        .header("Authorization", "Bearer " + reader)
        .get("/metrics")
        .then()
        .statusCode(200)
        .body(containsString("jvm_"));
    given().auth().preemptive().basic("any", reader).get("/metrics").then().statusCode(200);
  }

  @Test
  void theDescriptionStaysOpenAndTellsHowToBringAToken() throws Exception {
    reader();
    given().get("/docs/").then().statusCode(200);
    given()
        .get("/openapi?format=json")
        .then()
        .statusCode(200)
        .body("components.securitySchemes.bearer.type", equalTo("http"))
        .body("components.securitySchemes.bearer.scheme", equalTo("bearer"))
        .body("components.securitySchemes.basic.scheme", equalTo("basic"));
  }

  /** Calls without parameters in their paths are made; the others are read. */
  @Test
  void whatTheDescriptionSaysOfTokensIsSo() throws Exception {
    reader();
    JsonNode api = new ObjectMapper().readTree(given().get("/openapi?format=json").asByteArray());
    List<String> wrong = new ArrayList<>();
    int asked = 0;
    for (Map.Entry<String, JsonNode> path : api.path("paths").properties()) {
      JsonNode get = path.getValue().path("get");
      if (get.isMissingNode() || path.getKey().contains("{")) {
        continue;
      }
      asked++;
      boolean demanded = given().get(path.getKey()).statusCode() == 401;
      boolean described =
          get.path("security").size() == 2
              && get.path("responses").has("401")
              && get.path("responses").has("403");
      if (demanded != described) {
        wrong.add(path.getKey() + (demanded ? " asks" : " does not ask"));
      }
    }
    assertEquals(List.of(), wrong);
    assertTrue(asked > 10, "calls: " + asked);
  }

  @Test
  void whatWasRevokedElsewhereIsKnownWithinASecond() throws Exception {
    String reader = reader();
    NewToken second = new NewToken(name + "-2", Role.READER, Optional.empty());
    String other = tokens.create(second, "test").text();
    assertEquals(200, status(reader));
    assertEquals(200, status(other));
    revokeElsewhere("name = '" + name + "'");
    long begun = System.nanoTime();
    awaitTrue(() -> status(reader) == 401);
    long millis = (System.nanoTime() - begun) / 1_000_000;
    assertTrue(millis <= 1_000, "it took " + millis + " ms");
    assertEquals(200, status(other));
  }

  private static int status(String token) {
    return given().header("Authorization", "Bearer " + token).get("/api/v1/me").statusCode();
  }

  private static void awaitTrue(BooleanSupplier condition) {
    long limit = System.nanoTime() + 10_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < limit, "ten seconds have passed");
      Thread.onSpinWait();
    }
  }
}

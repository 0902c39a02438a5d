package imprint.repeat;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import imprint.PostgresForTests;
import imprint.project.Projects;
import imprint.project.Scope;
import imprint.storage.StorageChange;
import imprint.storage.Storages;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Header;
import io.restassured.http.Headers;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests with an Idempotency-Key, by the endpoint that adds storages. */
@QuarkusTest
@WithTestResource(PostgresForTests.class)
class RepeatsTest {
  private static final String API = "/api/v1/storages";

  @Inject Repeats repeats;
  @Inject Storages storages;
  @Inject Projects projects;

  private final String name = "r" + UUID.randomUUID().toString().substring(0, 8);
  private final String key = UUID.randomUUID().toString();

  @TempDir Path folder;

  @AfterEach
  void remove() {
    given().delete(API + "/" + name);
  }

  @Test
  void aRepetitionGetsTheAnswerOfTheFirst() {
    Response first = create(key, body());
    first
        .then()
        .statusCode(201)
        .contentType("application/json")
        .header("Idempotency-Replayed", nullValue())
        .body("name", equalTo(name))
        .body("created_at", notNullValue());
    assertEquals(given().get(API + "/" + name).asString(), first.asString());
    for (int i = 0; i < 3; i++) {
      Response again = create(key, body());
      again.then().statusCode(201).header("Idempotency-Replayed", "true");
      assertEquals(first.asString(), again.asString());
      assertEquals(first.contentType(), again.contentType());
    }
    create(null, body()).then().statusCode(409);
  }

  @Test
  void fiftyAtOnceHaveOneEffectAndOneAnswer() throws Exception {
    List<Future<Response>> sent = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        sent.add(threads.submit(() -> create(key, body())));
      }
    }
    Set<String> answers = new HashSet<>();
    int firsts = 0;
    for (Future<Response> one : sent) {
      assertEquals(201, one.get().statusCode(), one.get().asString());
      answers.add(one.get().asString());
      firsts += one.get().header("Idempotency-Replayed") == null ? 1 : 0;
    }
    assertEquals(1, answers.size());
    assertEquals(1, firsts);
  }

  @Test
  void anotherRequestNeedsAnotherKey() {
    create(key, body()).then().statusCode(201);
    create(key, body().replace(folder.toString(), folder + "/other"))
        .then()
        .statusCode(422)
        .contentType("application/problem+json")
        .body("type", equalTo("key-reused"));
  }

  @Test
  void aFailureIsNotKept() {
    create(key, body().replace("\"folder\":", "\"bucket\":")).then().statusCode(400);
    create(key, body()).then().statusCode(201).header("Idempotency-Replayed", nullValue());
  }

  @Test
  void effectAndAnswerAreUndoneTogether() {
    Scope scope = new Scope(projects.defaultProject(), "local");
    StorageChange values =
        new StorageChange(folder.toString(), null, null, null, null, null, null, null, null);
    assertThrows(
        IllegalStateException.class,
        () ->
            repeats.once(
                scope,
                key,
                "00",
                () -> {
                  storages.create(name, "folder", values);
                  throw new IllegalStateException("after the effect");
                }));
    given().get(API + "/" + name).then().statusCode(404);
    create(key, body()).then().statusCode(201).header("Idempotency-Replayed", nullValue());
  }

  @Test
  void whileTheFirstIsAtWorkTheOthersAreToldToComeBack() throws SQLException {
    try (Connection first = PostgresForTests.connect();
        PreparedStatement lock =
            first.prepareStatement(
                "select pg_advisory_lock(hashtextextended('idempotent request ' || ? || ' local ' || ?, 0))")) {
      lock.setLong(1, projects.defaultProject());
      lock.setString(2, key);
      lock.execute();
      create(key, body())
          .then()
          .statusCode(409)
          .header("Retry-After", "1")
          .body("type", equalTo("in-progress"));
    }
    create(key, body()).then().statusCode(201);
  }

  @Test
  void afterADayTheKeyIsFree() throws SQLException {
    create(key, body()).then().statusCode(201);
    age(key);
    create(key, body()).then().statusCode(409).body("type", equalTo("taken"));
    given().delete(API + "/" + name).then().statusCode(204);
    create(key, body()).then().statusCode(201).header("Idempotency-Replayed", nullValue());
    create(key, body()).then().statusCode(201).header("Idempotency-Replayed", "true");
    age(key);
    repeats.forget();
    assertTrue(isForgotten(key));
  }

  @Test
  void theMlflowWireTakesKeysToo() {
    String create = "/api/2.0/mlflow/experiments/create";
    String experiment = "{\"name\":\"" + name + "\"}";
    String first = mlflow(create, key, experiment).then().statusCode(200).extract().asString();
    Response again = mlflow(create, key, experiment);
    again.then().statusCode(200).header("Idempotency-Replayed", "true");
    assertEquals(first, again.asString());
    mlflow(create, key, experiment.replace("}", "2}").replace("\"2", "2\""))
        .then()
        .statusCode(422)
        .body("error_code", equalTo("INVALID_PARAMETER_VALUE"));
    mlflow(create, key + "2", experiment)
        .then()
        .statusCode(400)
        .body("error_code", equalTo("RESOURCE_ALREADY_EXISTS"));
    String run = "{\"experiment_id\":\"" + again.path("experiment_id") + "\"}";
    String started = mlflow("/api/2.0/mlflow/runs/create", key + "3", run).asString();
    Response same = mlflow("/api/2.0/mlflow/runs/create", key + "3", run);
    same.then().statusCode(200).header("Idempotency-Replayed", "true");
    assertEquals(started, same.asString());
    assertEquals(
        200,
        given()
            .get("/api/2.0/mlflow/runs/get?run_id=" + same.path("run.info.run_id"))
            .statusCode());
  }

  private static Response mlflow(String path, String key, String body) {
    return given()
        .contentType("application/json")
        .header("Idempotency-Key", key)
        .body(body)
        .post(path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "ä"})
  void aMalformedKeyIsRefused(String malformed) {
    create(malformed, body()).then().statusCode(400).body("field", equalTo("Idempotency-Key"));
    create("x".repeat(256), body()).then().statusCode(400);
    given()
        .headers(
            new Headers(new Header("Idempotency-Key", "a"), new Header("Idempotency-Key", "a")))
        .contentType("application/json")
        .body(body())
        .post(API)
        .then()
        .statusCode(400)
        .body("field", equalTo("Idempotency-Key"));
  }

  private String body() {
    return "{\"name\":\"" + name + "\",\"kind\":\"folder\",\"folder\":\"" + folder + "\"}";
  }

  private static Response create(@org.jspecify.annotations.Nullable String key, String body) {
    RequestSpecification request = given().contentType("application/json").body(body);
    return key == null ? request.post(API) : request.header("Idempotency-Key", key).post(API);
  }

  private static void age(String key) throws SQLException {
    try (Connection connection = PostgresForTests.connect();
        PreparedStatement update =
            connection.prepareStatement(
                "update idempotent_request set created_at = now() - interval '25 hours' where key = ?")) {
      update.setString(1, key);
      assertEquals(1, update.executeUpdate());
    }
  }

  private static boolean isForgotten(String key) throws SQLException {
    try (Connection connection = PostgresForTests.connect();
        PreparedStatement query =
            connection.prepareStatement("select 1 from idempotent_request where key = ?")) {
      query.setString(1, key);
      return !query.executeQuery().next();
    }
  }
}

package imprint.mlflow;

import static imprint.mlflow.RegistryServer.MODELS;
import static imprint.mlflow.RegistryServer.VERSIONS;
import static imprint.mlflow.RegistryServer.byAlias;
import static imprint.mlflow.RegistryServer.delete;
import static imprint.mlflow.RegistryServer.get;
import static imprint.mlflow.RegistryServer.newModel;
import static imprint.mlflow.RegistryServer.newVersion;
import static imprint.mlflow.RegistryServer.newVersionOf;
import static imprint.mlflow.RegistryServer.post;
import static imprint.mlflow.RegistryServer.setAlias;
import static imprint.mlflow.RegistryServer.transition;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import imprint.PostgresForTests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ExtractableResponse;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Clients that change the same model at once. */
@QuarkusTest
@WithTestResource(PostgresForTests.class)
class RegistryRacesTest {
  private static final int ROUNDS = 200;

  private static <T> List<T> atOnce(List<Callable<T>> calls) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(calls.size())) {
      List<T> results = new ArrayList<>();
      for (Future<T> future : threads.invokeAll(calls)) {
        results.add(future.get());
      }
      return results;
    }
  }

  private static <T> List<Callable<T>> times(int count, Callable<T> call) {
    return java.util.Collections.nCopies(count, call);
  }

  @Test
  void oneOfManyCreatesAModel() throws Exception {
    String name = "model-" + UUID.randomUUID();
    List<Integer> statuses =
        atOnce(
            times(
                30,
                () -> post(MODELS + "create", "{'name':'" + name + "'}").extract().statusCode()));
    assertEquals(1, statuses.stream().filter(status -> status == 200).count(), statuses::toString);
    assertEquals(29, statuses.stream().filter(status -> status == 400).count(), statuses::toString);
  }

  @Test
  void versionsMadeAtOnceAreDifferent() throws Exception {
    String model = newModel();
    List<ExtractableResponse<Response>> made =
        atOnce(times(24, () -> newVersionOf(model, "").extract()));
    Set<String> numbers = new HashSet<>();
    Set<String> semvers = new HashSet<>();
    for (ExtractableResponse<Response> version : made) {
      assertEquals(200, version.statusCode(), version.asString());
      numbers.add(version.path("model_version.version"));
      semvers.add(version.path("model_version.tags[0].value"));
    }
    assertEquals(24, numbers.size(), numbers::toString);
    assertEquals(24, semvers.size(), semvers::toString);
  }

  @Test
  void noAliasOutlivesItsVersion() throws Exception {
    String model = newModel();
    for (int round = 0; round < ROUNDS; round++) {
      String version = newVersion(model);
      String name = round % 2 == 0 ? "champion" : "staging";
      List<Integer> statuses =
          atOnce(
              List.of(
                  () -> setAlias(model, name, version).extract().statusCode(),
                  () ->
                      delete(
                              VERSIONS + "delete",
                              "{'name':'" + model + "','version':'" + version + "'}")
                          .extract()
                          .statusCode()));
      assertTrue(List.of(200, 404).contains(statuses.get(0)), statuses::toString);
      assertEquals(200, statuses.get(1));
      byAlias(model, name).statusCode(400);
    }
    get(MODELS + "get", "name", model).body("registered_model.aliases", nullValue());
  }

  @Test
  void oneVersionIsInProductionWhoeverWins() throws Exception {
    String model = newModel();
    List<Callable<Integer>> calls = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String version = newVersion(model);
      calls.add(
          () ->
              transition(model, version, "Production", ",'archive_existing_versions':true")
                  .extract()
                  .statusCode());
    }
    assertEquals(Set.of(200), new HashSet<>(atOnce(calls)));
    List<String> stages =
        get(VERSIONS + "search", "filter", "name = '" + model + "'")
            .extract()
            .path("model_versions.current_stage");
    assertEquals(1, stages.stream().filter("Production"::equals).count(), stages::toString);
    assertEquals(7, stages.stream().filter("Archived"::equals).count(), stages::toString);
  }

  @Test
  void aVersionHoldsOneStateOfItsFilesWhileTheyChange() throws Exception {
    RawHttp http = new RawHttp();
    ArtifactServer server = new ArtifactServer(http);
    server.put("m/a", "0");
    server.put("m/b", "0");
    String model = newModel();
    List<Callable<Integer>> calls = new ArrayList<>();
    for (int i = 1; i <= 12; i++) {
      String text = Integer.toString(i);
      calls.add(() -> server.put("m/a", text).status());
    }
    for (int i = 0; i < 6; i++) {
      calls.add(
          () ->
              post(
                      VERSIONS + "create",
                      "{'name':'"
                          + model
                          + "','source':'runs:/"
                          + server.run
                          + "/m','run_id':'"
                          + server.run
                          + "'}")
                  .extract()
                  .statusCode());
    }
    for (int status : atOnce(calls)) {
      // 400 tells that the files did not keep still; nothing is half made then.
      assertTrue(status == 200 || status == 400, "status " + status);
    }
    List<String> numbers =
        get(VERSIONS + "search", "filter", "name = '" + model + "'")
            .extract()
            .path("model_versions.version");
    for (String number : numbers == null ? List.<String>of() : numbers) {
      for (String file : List.of("a", "b")) {
        assertEquals(
            200,
            http.get(
                    "/model-versions/get-artifact?name="
                        + model
                        + "&version="
                        + number
                        + "&path="
                        + file)
                .status());
      }
    }
  }
}

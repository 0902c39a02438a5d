package imprint.mlflow;

import static imprint.mlflow.Wire.json;
import static imprint.mlflow.Wire.post;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import imprint.PostgresForTests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresForTests.class)
class LogModelTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TAG = "mlflow.log-model.history";

  private static ValidatableResponse log(String run, String model) throws JsonProcessingException {
    return post(
        "/runs/log-model",
        JSON.writeValueAsString(Map.of("run_id", run, "model_json", json(model))));
  }

  private static String model(String path) {
    return "{'artifact_path':'"
        + path
        + "','run_id':'r','utc_time_created':'t','signature':{'inputs':'i'},'model_uuid':'u',"
        + "'flavors':{'sklearn':{'config':{'a':1},'version':'1.0','n':1.10},'f':7}}";
  }

  private static String tag(String run) {
    return Wire.get("/runs/get?run_id=" + run)
        .extract()
        .path("run.data.tags.find { it.key == '" + TAG + "' }.value");
  }

  private static void setTag(String run, String value) throws JsonProcessingException {
    post(
            "/runs/set-tag",
            JSON.writeValueAsString(Map.of("run_id", run, "key", TAG, "value", value)))
        .statusCode(200);
  }

  @Test
  void modelsAreAppendedInOrderWithoutTheirConfiguration() throws Exception {
    String run = Wire.newRun("0");
    log(run, model("a")).statusCode(200).body(equalTo("{}"));
    log(run, model("b")).statusCode(200);
    JsonNode history = JSON.readTree(tag(run));
    assertEquals(2, history.size());
    assertEquals("b", history.get(1).path("artifact_path").asText());
    assertEquals(
        JSON.readTree(
            json(
                "{'run_id':'r','artifact_path':'a','utc_time_created':'t','model_uuid':'u',"
                    + "'flavors':{'sklearn':{'version':'1.0','n':1.10},'f':7}}")),
        history.get(0));
  }

  @Test
  void everyCharacterThatJsonSpellsIsKept() throws Exception {
    String run = Wire.newRun("0");
    log(run, model("\\u0000 \\ud83d\\ude00 \\\\ \\n ü")).statusCode(200);
    log(run, model("b")).statusCode(200);
    assertEquals(
        "\0 \ud83d\ude00 \\ \n ü", JSON.readTree(tag(run)).get(0).path("artifact_path").asText());
  }

  @Test
  void modelsLoggedAtOnceAreAllKept() throws Exception {
    String run = Wire.newRun("0");
    int callers = 8;
    int each = 10;
    try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
      List<Callable<Integer>> calls =
          IntStream.range(0, callers * each)
              .<Callable<Integer>>mapToObj(
                  i -> () -> log(run, model("model" + i)).extract().statusCode())
              .toList();
      for (var answer : threads.invokeAll(calls)) {
        assertEquals(200, answer.get());
      }
    }
    assertEquals(
        IntStream.range(0, callers * each).mapToObj(i -> "model" + i).collect(Collectors.toSet()),
        StreamSupport.stream(JSON.readTree(tag(run)).spliterator(), false)
            .map(kept -> kept.path("artifact_path").asText())
            .collect(Collectors.toSet()));
  }

  @Test
  void whatTheTagHeldBeforeStaysAsItWas() throws Exception {
    String run = Wire.newRun("0");
    setTag(run, " [ {\"x\": 1.50} ] \n");
    log(run, model("a")).statusCode(200);
    assertTrue(tag(run).startsWith(" [ {\"x\": 1.50} , {"), tag(run));
    assertEquals(2, JSON.readTree(tag(run)).size());
    setTag(run, "[ ]");
    log(run, model("a")).statusCode(200);
    assertEquals(1, JSON.readTree(tag(run)).size());
  }

  @Test
  void aTagThatIsNoArrayIsLeftAlone() throws Exception {
    String run = Wire.newRun("0");
    for (String value : List.of("", "text", "{}", "[1", "7", "[".repeat(60_000))) {
      setTag(run, value);
      log(run, model("a")).statusCode(400).body("message", containsString(TAG));
      assertEquals(value, tag(run));
    }
  }

  @Test
  void theHistoryHasAnEnd() throws Exception {
    String run = Wire.newRun("0");
    String large = model("p".repeat(600_000));
    log(run, large).statusCode(200);
    String kept = tag(run);
    log(run, large).statusCode(400).body("message", containsString("maximum length"));
    log(run, model("p".repeat(1024 * 1024))).statusCode(400);
    assertEquals(kept, tag(run));
    log(run, model("small")).statusCode(200);
  }

  @Test
  void aModelThatLacksAFieldIsRefused() throws Exception {
    String run = Wire.newRun("0");
    for (String field : List.of("artifact_path", "flavors", "utc_time_created", "run_id")) {
      log(run, model("a").replace(field, "other"))
          .statusCode(400)
          .body("message", containsString(field));
    }
    for (String bad :
        List.of("text", "[]", "7", "{} {}", "{'a':1,'a':2}", "[".repeat(5000), "{'flavors':[]}")) {
      log(run, bad).statusCode(400);
    }
    log(run, model("a\\ud800")).statusCode(400);
    post("/runs/log-model", json("{'run_id':'" + run + "'}")).statusCode(400);
  }

  @Test
  void deletedAndUnknownRunsTakeNoModels() throws Exception {
    String run = Wire.newRun("0");
    post("/runs/delete", json("{'run_id':'" + run + "'}")).statusCode(200);
    log(run, model("a")).statusCode(400).body("message", containsString("'active' state"));
    log("nowhere", model("a")).statusCode(404);
  }
}

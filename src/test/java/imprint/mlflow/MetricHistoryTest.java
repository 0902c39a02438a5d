package imprint.mlflow;

import static imprint.mlflow.Wire.json;
import static imprint.mlflow.Wire.post;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import imprint.PostgresForTests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresForTests.class)
class MetricHistoryTest {
  private static final String HISTORY = "/api/2.0/mlflow/metrics/get-history";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A point as JSON, its value as it is written there. */
  private static String point(String value, long timestamp, long step) {
    return json(
        "{'key':'loss','value':" + value + ",'timestamp':" + timestamp + ",'step':" + step + "}");
  }

  private static void log(String run, List<String> points) {
    post(
            "/runs/log-batch",
            json("{'run_id':'" + run + "','metrics':[") + String.join(",", points) + "]}")
        .statusCode(200);
  }

  private static ValidatableResponse history(String query) {
    return given().urlEncodingEnabled(false).get(HISTORY + "?" + query).then();
  }

  private static JsonNode read(String query) throws IOException {
    return JSON.readTree(history(query).statusCode(200).extract().asByteArray());
  }

  private static List<Long> column(JsonNode page, String field) {
    return StreamSupport.stream(page.path("metrics").spliterator(), false)
        .map(point -> point.get(field).asLong())
        .toList();
  }

  @Test
  void valuesComeBackBitForBit() throws IOException {
    String run = Wire.newRun("0");
    List<String> values =
        List.of(
            "4.9e-324",
            "-4.9e-324",
            "2.2250738585072011e-308",
            "1.7976931348623157e308",
            "-1.7976931348623157e308",
            "-0.0",
            "0.1",
            "0.30000000000000004",
            "9007199254740993",
            "123456789.123456789");
    log(run, IntStream.range(0, values.size()).mapToObj(i -> point(values.get(i), i, 0)).toList());
    JsonNode metrics = read("metric_key=loss&run_id=" + run).get("metrics");
    assertEquals(values.size(), metrics.size());
    for (int i = 0; i < values.size(); i++) {
      assertEquals(
          Double.doubleToRawLongBits(Double.parseDouble(values.get(i))),
          Double.doubleToRawLongBits(metrics.get(i).get("value").doubleValue()),
          values.get(i));
    }
  }

  @Test
  void nanAndInfinitiesAreTexts() {
    String run = Wire.newRun("0");
    log(
        run,
        List.of(point("\"NaN\"", 1, 0), point("\"Infinity\"", 2, 0), point("\"-Infinity\"", 3, 0)));
    history("metric_key=loss&run_id=" + run)
        .body("metrics.value", equalTo(List.of("NaN", "Infinity", "-Infinity")));
  }

  @Test
  void stepsAndTimestampsOf64BitsAreExact() throws IOException {
    String run = Wire.newRun("0");
    log(
        run,
        List.of(
            point("1", Long.MAX_VALUE, Long.MIN_VALUE),
            point("1", Long.MAX_VALUE, Long.MAX_VALUE),
            point("1", 0, 9007199254740993L)));
    JsonNode page = read("metric_key=loss&run_id=" + run);
    assertEquals(List.of(9007199254740993L, Long.MIN_VALUE, Long.MAX_VALUE), column(page, "step"));
    assertEquals(List.of(0L, Long.MAX_VALUE, Long.MAX_VALUE), column(page, "timestamp"));
  }

  @Test
  void pointsAreOrderedByTimestampThenStepThenValue() {
    String run = Wire.newRun("0");
    log(
        run,
        List.of(
            point("1", 2, 0),
            point("\"NaN\"", 1, 5),
            point("7", 1, 5),
            point("3", 1, 5),
            point("9", 1, -4)));
    history("metric_key=loss&run_id=" + run)
        .body("metrics.step", equalTo(List.of(-4, 5, 5, 5, 0)))
        .body("metrics.value", equalTo(List.of(9.0f, 3.0f, 7.0f, "NaN", 1.0f)));
  }

  @Test
  void theSamePointTwiceIsOne() {
    String run = Wire.newRun("0");
    List<String> points = List.of(point("1", 1, 1), point("\"NaN\"", 1, 1), point("1", 1, 1));
    log(run, points);
    log(run, points);
    history("metric_key=loss&run_id=" + run).body("metrics.size()", equalTo(2));
  }

  @Test
  void pagesOfAnySizeWalkTheWholeHistoryOnce() throws IOException {
    String run = Wire.newRun("0");
    List<String> points = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      points.add(point(i % 5 == 0 ? "\"NaN\"" : String.valueOf(i), i / 4, i / 2));
    }
    log(run, points);
    String all = "metric_key=loss&run_id=" + run;
    List<Long> whole = column(read(all), "step");
    assertEquals(20, whole.size());
    for (int size : new int[] {1, 3, 7, 19, 20, 21}) {
      List<Long> walked = new ArrayList<>();
      String token = "";
      do {
        JsonNode page = read(all + "&max_results=" + size + "&page_token=" + token);
        assertTrue(page.get("metrics").size() <= size);
        walked.addAll(column(page, "step"));
        token = page.path("next_page_token").asText();
      } while (!token.isEmpty());
      assertEquals(whole, walked, "pages of " + size);
    }
  }

  @Test
  void aHistoryOfManyChunksIsWhole() throws IOException {
    String run = Wire.newRun("0");
    int points = 11_000;
    for (int start = 0; start < points; start += 1000) {
      log(run, IntStream.range(start, start + 1000).mapToObj(i -> point("0.5", i, i)).toList());
    }
    List<Long> expected = IntStream.range(0, points).mapToObj(i -> (long) i).toList();
    JsonNode all = read("metric_key=loss&run_id=" + run);
    assertEquals(expected, column(all, "step"));
    assertFalse(all.has("next_page_token"));
    JsonNode page = read("metric_key=loss&max_results=10000&run_id=" + run);
    assertEquals(expected.subList(0, 10_000), column(page, "step"));
    JsonNode rest =
        read(
            "metric_key=loss&max_results=10000&run_id="
                + run
                + "&page_token="
                + page.get("next_page_token").asText());
    assertEquals(expected.subList(10_000, points), column(rest, "step"));
    assertFalse(rest.has("next_page_token"));
  }

  @Test
  void whatDoesNotExistHasNoPoints() {
    String run = Wire.newRun("0");
    history("metric_key=loss&run_id=" + run).statusCode(200).body(equalTo("{}"));
    history("metric_key=loss&run_id=nowhere").statusCode(200).body(equalTo("{}"));
    history("metric_key=loss&max_results=5&run_uuid=" + run).statusCode(200).body(equalTo("{}"));
  }

  @Test
  void runUuidStandsInForRunId() {
    String run = Wire.newRun("0");
    log(run, List.of(point("1", 1, 1)));
    history("metric_key=loss&run_uuid=" + run).body("metrics.size()", equalTo(1));
  }

  @Test
  void aPageTokenOfAnotherQueryIsRefused() throws IOException {
    String run = Wire.newRun("0");
    log(run, List.of(point("1", 1, 1), point("1", 2, 2)));
    String query = "metric_key=loss&max_results=1&run_id=" + run;
    String token = read(query).get("next_page_token").asText();
    String damaged =
        (token.charAt(20) == 'A' ? token.substring(0, 20) + 'B' : token.substring(0, 20) + 'A')
            + token.substring(21);
    for (String bad : List.of(damaged, "garbage", "eyJvZmZzZXQiOiAxfQ==", "%FF")) {
      history(query + "&page_token=" + bad)
          .statusCode(400)
          .body("error_code", equalTo("INVALID_PARAMETER_VALUE"));
    }
    history("metric_key=other&max_results=1&run_id=" + run + "&page_token=" + token)
        .statusCode(400)
        .body("message", startsWith("Invalid page token"));
    history(query + "&page_token=" + token).statusCode(200);
  }

  @Test
  void badParametersAreNamed() {
    String run = Wire.newRun("0");
    history("metric_key=loss").statusCode(400).body("message", containsString("'run_id'"));
    history("run_id=" + run).statusCode(400).body("message", containsString("'metric_key'"));
    for (String most : List.of("0", "-1", "1.5", "many", "2147483648", "99999999999999999999")) {
      history("metric_key=loss&run_id=" + run + "&max_results=" + most)
          .statusCode(400)
          .body("message", containsString("max_results"));
    }
    history("metric_key=a%00b&run_id=" + run).statusCode(400);
    history("metric_key=loss&run_id=%00").statusCode(400);
  }
}

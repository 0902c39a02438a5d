package imprint.mlflow;

import static imprint.mlflow.Wire.json;
import static imprint.mlflow.Wire.post;
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
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresForTests.class)
class MetricIntervalTest {
  private static final String PATH = "/mlflow/metrics/get-history-bulk-interval";

  private record Point(long step, long timestamp, double value) {
    static final Comparator<Point> ORDER =
        Comparator.comparingLong(Point::step)
            .thenComparingLong(Point::timestamp)
            .thenComparingDouble(Point::value);

    static Point of(JsonNode wire) {
      return new Point(
          wire.path("step").asLong(),
          wire.path("timestamp").asLong(),
          Double.parseDouble(wire.path("value").asText()));
    }
  }

  private static ValidatableResponse ask(String query) {
    return given()
        .urlEncodingEnabled(false)
        .get("/ajax-api/2.0" + PATH + "?metric_key=loss&" + query)
        .then();
  }

  private static List<Point> sample(String query) {
    JsonNode reply;
    try {
      reply = new ObjectMapper().readTree(ask(query).statusCode(200).extract().asByteArray());
    } catch (IOException malformed) {
      throw new UncheckedIOException(malformed);
    }
    return StreamSupport.stream(reply.path("metrics").spliterator(), false).map(Point::of).toList();
  }

  private static String runWith(List<Point> points) {
    String run = Wire.newRun("0");
    for (int start = 0; start < points.size(); start += 1000) {
      String metrics =
          points.subList(start, Math.min(points.size(), start + 1000)).stream()
              .map(
                  p ->
                      json(
                          "{'key':'loss','value':'"
                              + p.value()
                              + "','timestamp':"
                              + p.timestamp()
                              + ",'step':"
                              + p.step()
                              + "}"))
              .collect(Collectors.joining(","));
      post("/runs/log-batch", json("{'run_id':'" + run + "','metrics':[") + metrics + "]}")
          .statusCode(200);
    }
    return run;
  }

  /** What every sample must be, whatever the points. */
  private static void check(List<Point> points, List<Point> sample, int most) {
    List<Point> sorted = points.stream().sorted(Point.ORDER).toList();
    if (points.size() <= most) {
      assertEquals(sorted, sample);
      return;
    }
    assertTrue(sample.size() <= most, sample.size() + " points");
    assertEquals(sample.stream().sorted(Point.ORDER).toList(), sample);
    assertEquals(sample.size(), new HashSet<>(sample).size());
    assertTrue(points.containsAll(sample));
    assertEquals(sorted.getLast(), sample.getLast());
    if (most >= 2) {
      assertEquals(sorted.getFirst(), sample.getFirst());
    }
    if (most >= 4) {
      assertEquals(extremes(points), extremes(sample));
    }
  }

  private static List<Double> extremes(List<Point> points) {
    List<Double> numbers =
        points.stream().map(Point::value).filter(value -> !value.isNaN()).sorted().toList();
    return numbers.isEmpty() ? List.of() : List.of(numbers.getFirst(), numbers.getLast());
  }

  /** A flat curve of 4,000 points with a narrow peak up or down at every hundredth. */
  private static List<Point> peaks(boolean bySteps) {
    return IntStream.range(0, 4000)
        .mapToObj(
            i ->
                new Point(
                    bySteps ? i : 0,
                    bySteps ? 1 : i,
                    i % 100 == 50 ? (i % 200 == 50 ? 10 : -10) : Math.sin(i)))
        .toList();
  }

  @Test
  void everyNarrowPeakSurvives() {
    for (boolean bySteps : new boolean[] {true, false}) {
      List<Point> points = peaks(bySteps);
      List<Point> sample = sample("max_results=320&run_ids=" + runWith(points));
      check(points, sample, 320);
      assertTrue(sample.size() > 160, "only " + sample.size() + " points");
      assertTrue(
          sample.containsAll(points.stream().filter(p -> Math.abs(p.value()) == 10).toList()));
    }
  }

  @Test
  void samplesOfAnySizeKeepTheFirstTheLastAndTheExtremes() {
    Random random = new Random(7);
    List<List<Point>> shapes = new ArrayList<>();
    shapes.add(points(random, 300, step -> step, false));
    shapes.add(points(random, 300, step -> 0, false));
    shapes.add(points(random, 300, step -> random.nextInt(4), true));
    shapes.add(points(random, 300, step -> random.nextInt(1_000_000) - 500_000, true));
    shapes.add(points(random, 300, step -> random.nextLong(), true));
    shapes.add(points(random, 300, step -> Long.MAX_VALUE - step, false));
    for (List<Point> shape : shapes) {
      String run = runWith(shape);
      for (int most : new int[] {1, 2, 3, 4, 5, 10, 99, 299, 300, 301}) {
        check(shape, sample("max_results=" + most + "&run_ids=" + run), most);
      }
    }
  }

  private static List<Point> points(
      Random random, int count, java.util.function.LongUnaryOperator step, boolean withNan) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                new Point(
                    step.applyAsLong(i),
                    1_700_000_000_000L + i * 37L,
                    withNan && random.nextInt(3) == 0 ? Double.NaN : random.nextGaussian()))
        .toList();
  }

  @Test
  void pointsAtOneStepAndTimeAreSampledByValue() {
    List<Point> points = IntStream.range(0, 50).mapToObj(i -> new Point(3, 9, i * 0.5)).toList();
    String run = runWith(points);
    check(points, sample("max_results=10&run_ids=" + run), 10);
  }

  @Test
  void nanIsShownWhereThereIsNothingElse() {
    List<Point> points = IntStream.range(0, 50).mapToObj(i -> new Point(i, i, Double.NaN)).toList();
    List<Point> sample = sample("max_results=10&run_ids=" + runWith(points));
    check(points, sample, 10);
    assertTrue(sample.size() > 4, "only " + sample.size() + " points");
  }

  @Test
  void infinitiesAreExtremes() {
    List<Point> points = new ArrayList<>(peaks(true).subList(0, 500));
    points.set(123, new Point(123, 1, Double.POSITIVE_INFINITY));
    points.set(321, new Point(321, 1, Double.NEGATIVE_INFINITY));
    check(points, sample("max_results=20&run_ids=" + runWith(points)), 20);
  }

  @Test
  void stepsOutsideTheIntervalAreLeftOut() {
    List<Point> points = peaks(true);
    String run = runWith(points);
    List<Point> inside = points.subList(1000, 2001);
    for (int most : new int[] {4, 100, 1001}) {
      check(
          inside,
          sample("start_step=1000&end_step=2000&max_results=" + most + "&run_ids=" + run),
          most);
    }
    assertEquals(
        List.of(points.get(7)), sample("start_step=7&end_step=7&max_results=5&run_ids=" + run));
    ask("start_step=5000&end_step=6000&run_ids=" + run).statusCode(200).body(equalTo("{}"));
  }

  @Test
  void runsComeInTheOrderAskedAndEachHasItsShare() {
    String first = runWith(peaks(true).subList(0, 30));
    String second = runWith(peaks(false).subList(0, 30));
    List<String> runs =
        ask("max_results=6&run_ids=" + second + "&run_ids=" + first + "&run_ids=" + second)
            .statusCode(200)
            .extract()
            .path("metrics.run_id");
    assertEquals(List.of(second, first), runs.stream().distinct().toList());
    assertTrue(runs.stream().filter(second::equals).count() <= 6);
    assertTrue(runs.stream().filter(first::equals).count() <= 6);
  }

  @Test
  void badParametersAreNamed() {
    String run = "run_ids=" + Wire.newRun("0");
    ask(run).statusCode(200).body(equalTo("{}"));
    ask("run_ids=nowhere").statusCode(200).body(equalTo("{}"));
    ask("").statusCode(400).body("message", containsString("'run_ids'"));
    ask("run_ids=").statusCode(400).body("message", containsString("'run_ids'"));
    ask("run_ids=%00").statusCode(400);
    for (String most : List.of("0", "-1", "2501", "x", "1.5", "99999999999")) {
      ask(run + "&max_results=" + most)
          .statusCode(400)
          .body("message", containsString("max_results"));
    }
    ask(run + "&max_results=2500").statusCode(200);
    ask(run + "&start_step=1").statusCode(400);
    ask(run + "&end_step=1").statusCode(400);
    ask(run + "&start_step=2&end_step=1")
        .statusCode(400)
        .body("message", containsString("end_step"));
    ask(run + "&start_step=a&end_step=1").statusCode(400);
  }

  @Test
  void aHundredRunsAreTheMost() {
    String run = "run_ids=" + Wire.newRun("0") + "&";
    ask(run.repeat(100)).statusCode(200);
    ask(run.repeat(101)).statusCode(400).body("message", containsString("101"));
  }
}

package imprint.mlflow;

import static imprint.mlflow.Wire.get;
import static imprint.mlflow.Wire.json;
import static imprint.mlflow.Wire.newExperiment;
import static imprint.mlflow.Wire.newRun;
import static imprint.mlflow.Wire.post;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import imprint.PostgresForTests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Requests that arrive together share statements; each must be answered as if it were alone. */
@QuarkusTest
@WithTestResource(PostgresForTests.class)
class AppendsTogetherTest {
  private static final int THREADS = 12;

  private static <T> List<T> atOnce(List<Callable<T>> calls) throws Exception {
    List<T> answers = new ArrayList<>();
    try (var threads = Executors.newFixedThreadPool(THREADS)) {
      for (Future<T> answer : threads.invokeAll(calls)) {
        answers.add(answer.get());
      }
    }
    return answers;
  }

  private static int log(String run, String key, int step) {
    String body =
        "{'run_id':'%s','key':'%s','value':%d,'timestamp':%d,'step':%d}"
            .formatted(run, key, step, step, step);
    return post("/runs/log-metric", json(body)).extract().statusCode();
  }

  @Test
  void eachPointIsKeptOnceAndTheLatestIsTheLatest() throws Exception {
    String experiment = newExperiment();
    List<String> runs = IntStream.range(0, 3).mapToObj(_ -> newRun(experiment)).toList();
    String deleted = newRun(experiment);
    post("/runs/delete", json("{'run_id':'" + deleted + "'}")).statusCode(200);
    List<Callable<Integer>> calls = new ArrayList<>();
    for (int i = 0; i < 360; i++) {
      int step = i / 3;
      String run = runs.get(i % 3);
      calls.add(() -> log(run, "m" + step % 2, step));
      if (i % 9 == 0) {
        calls.add(() -> log(run, "m" + step % 2, step)); // the same once more
        calls.add(() -> log(deleted, "m", step));
        calls.add(() -> log("0".repeat(32), "m", step));
        calls.add(() -> log(run, "", step));
      }
    }
    List<Integer> statuses = atOnce(calls);
    assertEquals(400, statuses.stream().filter(status -> status == 200).count());
    assertEquals(80, statuses.stream().filter(status -> status == 400).count());
    assertEquals(40, statuses.stream().filter(status -> status == 404).count());
    for (String run : runs) {
      for (int key = 0; key < 2; key++) {
        List<Integer> steps =
            get("/metrics/get-history?metric_key=m" + key + "&run_id=" + run)
                .extract()
                .path("metrics.step");
        int odd = key;
        assertEquals(IntStream.range(0, 60).mapToObj(i -> 2 * i + odd).toList(), steps);
      }
      get("/runs/get?run_id=" + run)
          .body("run.data.metrics.find { it.key == 'm0' }.step", equalTo(118))
          .body("run.data.metrics.find { it.key == 'm1' }.step", equalTo(119));
    }
    get("/runs/get?run_id=" + deleted).body("run.data.metrics", equalTo(null));
  }

  @Test
  void runsThatStartTogetherAreEachTheirOwn() throws Exception {
    String experiment = newExperiment();
    String gone = newExperiment();
    post("/experiments/delete", json("{'experiment_id':'" + gone + "'}")).statusCode(200);
    List<Callable<String>> calls = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      String home = i % 10 == 3 ? gone : i % 10 == 7 ? "987654321" : experiment;
      String body =
          json(
              "{'experiment_id':'%s','run_name':'run %d','start_time':%d,'tags':[{'key':'t','value':'%d'}]}"
                  .formatted(home, i, i, i));
      calls.add(
          () -> {
            var answer = post("/runs/create", body).extract();
            return answer.statusCode() == 200
                ? answer.path("run.info.run_id")
                : "status " + answer.statusCode();
          });
    }
    List<String> runs = atOnce(calls);
    assertEquals(12, runs.stream().filter("status 400"::equals).count());
    assertEquals(12, runs.stream().filter("status 404"::equals).count());
    assertEquals(98, new HashSet<>(runs).size());
    List<Callable<Boolean>> reads = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      String run = runs.get(i);
      String number = Integer.toString(i);
      if (run.length() == 32) {
        reads.add(
            () -> {
              get("/runs/get?run_id=" + run)
                  .statusCode(200)
                  .body("run.info.run_id", equalTo(run))
                  .body("run.info.run_name", equalTo("run " + number))
                  .body("run.info.start_time", equalTo(Integer.parseInt(number)))
                  .body("run.data.tags.find { it.key == 't' }.value", equalTo(number));
              return true;
            });
        reads.add(
            () -> {
              get("/runs/get?run_id=" + "f".repeat(32)).statusCode(404);
              return true;
            });
      }
    }
    assertEquals(192, atOnce(reads).size());
  }
}

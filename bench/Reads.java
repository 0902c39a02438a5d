import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The scenarios that read one run. */
final class Reads {
  private static final int HISTORY = 25_000;
  private static final int BATCH = 1000;

  private Reads() {}

  static Scenario getRun(String suffix) {
    return new Scenario(
        "get-run",
        (api, connections) -> {
          String run = api.createRun(api.createExperiment("bench-get-" + suffix));
          api.logBatch(
              "{\"run_id\":\"%s\",\"metrics\":%s,\"params\":%s,\"tags\":%s}"
                  .formatted(
                      run,
                      array(10, i -> "{" + Bodies.metric("m" + i, i / 8.0, i) + "}"),
                      array(10, i -> Bodies.pair("p" + i, "value " + i)),
                      array(5, i -> Bodies.pair("t" + i, "value " + i))));
          return new Unchanging(
              api, Request.get("runs/get?run_id=" + run), "\"key\"", Reads::isWhole);
        });
  }

  static Scenario history(String suffix) {
    return new Scenario(
        "history of 25,000 points",
        (api, connections) -> {
          String run = api.createRun(api.createExperiment("bench-history-" + suffix));
          for (int first = 0; first < HISTORY; first += BATCH) {
            api.logBatch(Bodies.logSteps(run, "loss", BATCH, first));
          }
          return new Unchanging(
              api,
              Request.get(Bodies.history(run, "loss")),
              "\"timestamp\"",
              answer ->
                  Json.list(answer, "metrics").stream()
                          .mapToDouble(point -> Json.number(point, "step"))
                          .distinct()
                          .count()
                      == HISTORY);
        });
  }

  private static boolean isWhole(Object answer) {
    Object data = Json.at(answer, "run", "data");
    List<?> metrics = Json.list(data, "metrics");
    List<?> params = Json.list(data, "params");
    // The server adds tags of its own, such as mlflow.runName.
    long tags =
        Json.list(data, "tags").stream()
            .filter(tag -> !Json.text(tag, "key").startsWith("mlflow."))
            .count();
    return metrics.size() == 10 && params.size() == 10 && tags == 5;
  }

  private static String array(int size, IntFunction<String> element) {
    return IntStream.range(0, size).mapToObj(element).collect(Collectors.joining(",", "[", "]"));
  }

  /**
   * A request whose answer stays the same. The first answer is read in full and checked; a later
   * one of the same length is taken as right, of another length counted through, so that checking
   * costs the shared processors little.
   */
  static final class Unchanging implements Scenario.Load, Scenario.Task {
    private final Request request;
    private final byte[] counted;
    private final int length;
    private final int count;

    /**
     * @param counted the text that occurs once for each thing in the answer
     * @param right whether an answer holds what it must
     */
    Unchanging(Api api, Request request, String counted, Predicate<Object> right) {
      this.request = request;
      this.counted = counted.getBytes(StandardCharsets.US_ASCII);
      try (Connection connection = api.connect()) {
        int status = connection.send(request);
        if (status != 200 || !right.test(Json.read(connection.text()))) {
          throw new IllegalStateException(
              "wrong answer to " + request.path() + ": " + status + " " + connection.start());
        }
        length = connection.length();
        count = connection.count(this.counted);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public Scenario.Task task(int connection) {
      return this;
    }

    @Override
    public Request next() {
      return request;
    }

    @Override
    public String problem(Connection answer) {
      if (answer.length() == length || answer.count(counted) == count) {
        return "";
      }
      return "%d times %s instead of %d"
          .formatted(answer.count(counted), new String(counted, StandardCharsets.US_ASCII), count);
    }
  }
}

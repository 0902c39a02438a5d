import java.nio.charset.StandardCharsets;
import java.util.function.LongFunction;

/** The scenarios that write. Every request writes something new: a repeated one costs less. */
final class Writes {
  private static final byte[] RUN_ID = "\"run_id\"".getBytes(StandardCharsets.US_ASCII);

  /** Runs that each connection writes to in turn when it logs single metrics. */
  private static final int RUNS_PER_CONNECTION = 4;

  private Writes() {}

  static Scenario createRun(String suffix) {
    return new Scenario(
        "create-run",
        (api, connections) -> {
          String body = Bodies.createRun(api.createExperiment("bench-create-" + suffix));
          return _ ->
              new Scenario.Task() {
                @Override
                public Request next() {
                  return Request.post("runs/create", body);
                }

                @Override
                public String problem(Connection answer) {
                  return answer.count(RUN_ID) == 1 ? "" : "no run in " + answer.text();
                }
              };
        });
  }

  static Scenario logMetric(String suffix) {
    return new Scenario(
        "log-metric",
        (api, connections) -> {
          String experiment = api.createExperiment("bench-metric-" + suffix);
          Appender[] tasks = new Appender[connections];
          for (int i = 0; i < connections; i++) {
            Series[] series = new Series[RUNS_PER_CONNECTION];
            for (int j = 0; j < series.length; j++) {
              String run = api.createRun(experiment);
              series[j] =
                  new Series(
                      run,
                      step -> Request.post("runs/log-metric", Bodies.logMetric(run, "loss", step)));
            }
            tasks[i] = new Appender(series);
          }
          return new Appenders(api, "loss", tasks);
        });
  }

  static Scenario logBatch(int size, String suffix) {
    return new Scenario(
        "log-batch of " + size,
        (api, connections) -> {
          String experiment = api.createExperiment("bench-batch-" + size + "-" + suffix);
          Appender[] tasks = new Appender[connections];
          for (int i = 0; i < connections; i++) {
            String run = api.createRun(experiment);
            tasks[i] =
                new Appender(
                    new Series(
                        run,
                        step ->
                            Request.post("runs/log-batch", Bodies.logMetrics(run, size, step))));
          }
          return new Appenders(api, "metric_" + (size - 1), tasks);
        });
  }

  /** A run that grows by one step with each request. */
  private static final class Series {
    private final String run;
    private final LongFunction<Request> request;
    private int sent;
    private int acknowledged;

    Series(String run, LongFunction<Request> request) {
      this.run = run;
      this.request = request;
    }
  }

  private static final class Appender implements Scenario.Task {
    private final Series[] series;
    private int turn;

    Appender(Series... series) {
      this.series = series;
    }

    @Override
    public Request next() {
      turn = (turn + 1) % series.length;
      return series[turn].request.apply(series[turn].sent++);
    }

    @Override
    public String problem(Connection answer) {
      series[turn].acknowledged++;
      return "";
    }
  }

  private record Appenders(Api api, String key, Appender[] tasks) implements Scenario.Load {
    @Override
    public Scenario.Task task(int connection) {
      return tasks[connection];
    }

    /** Every acknowledged point of the first run of each connection can be read back. */
    @Override
    public String verify() {
      for (Appender task : tasks) {
        Series first = task.series[0];
        int points = api.history(first.run, key).size();
        if (points < Math.min(first.acknowledged, 25_000) || points > first.sent) {
          return "%d points of %s in run %s, but %d were acknowledged and %d sent"
              .formatted(points, key, first.run, first.acknowledged, first.sent);
        }
      }
      return "";
    }
  }
}

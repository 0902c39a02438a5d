import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Filtered search, ordered by a metric. The scenarios share one experiment for each server, which
 * the larger one lets grow.
 */
final class Search {
  private static final int FOUND = 100;
  private static final int PRIME = 10_007;

  private final String suffix;
  private final Map<Api, Corpus> corpora = new HashMap<>();

  Search(String suffix) {
    this.suffix = suffix;
  }

  Scenario over(int runs) {
    return new Scenario(
        "search %,d runs".formatted(runs),
        (api, connections) -> {
          Corpus corpus =
              corpora.computeIfAbsent(
                  api, a -> new Corpus(a.createExperiment("bench-search-" + suffix)));
          corpus.growTo(api, runs);
          List<Double> expected =
              IntStream.range(0, runs)
                  .filter(i -> first(i) > 0.5 && i % 2 == 0)
                  .mapToObj(Search::second)
                  .sorted(Comparator.reverseOrder())
                  .limit(FOUND)
                  .toList();
          return new Reads.Unchanging(
              api,
              Request.post("runs/search", body(corpus.experiment)),
              "\"run_id\"",
              answer -> order(answer).equals(expected));
        });
  }

  private static String body(String experiment) {
    return """
    {"experiment_ids":["%s"],"filter":"metrics.m1 > 0.5 and params.p1 = 'x'",\
    "order_by":["metrics.m2 DESC"],"max_results":%d}\
    """
        .formatted(experiment, FOUND);
  }

  /** The values ordered by, as they come. */
  private static List<Double> order(Object answer) {
    return Json.list(answer, "runs").stream()
        .flatMap(run -> Json.list(run, "data", "metrics").stream())
        .filter(metric -> Json.text(metric, "key").equals("m2"))
        .map(metric -> Json.number(metric, "value"))
        .toList();
  }

  /** Metric m1 of a run: spread evenly over 0 to 1, in no order. */
  private static double first(int run) {
    return (run * 7919L % PRIME) / (double) PRIME;
  }

  /** Metric m2 of a run: the same, in another order. */
  private static double second(int run) {
    return (run * 6271L % PRIME) / (double) PRIME;
  }

  private static final class Corpus {
    private final String experiment;
    private int size;

    Corpus(String experiment) {
      this.experiment = experiment;
    }

    void growTo(Api api, int runs) {
      int from = size;
      Api.each(Math.max(0, runs - from), i -> add(api, from + i));
      size = Math.max(size, runs);
    }

    private void add(Api api, int i) {
      String metrics =
          "{%s},{%s},{%s}"
              .formatted(
                  Bodies.metric("m1", first(i), 1),
                  Bodies.metric("m2", second(i), 1),
                  Bodies.metric("m3", i, 1));
      String params =
          Bodies.pair("p1", i % 2 == 0 ? "x" : "y") + "," + Bodies.pair("p2", "value " + i);
      api.logBatch(
          "{\"run_id\":\"%s\",\"metrics\":[%s],\"params\":[%s],\"tags\":[%s]}"
              .formatted(api.createRun(experiment), metrics, params, Bodies.pair("t1", i % 10)));
    }
  }
}

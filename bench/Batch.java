import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * One log-batch request of the storm: metrics, params and tags that all carry its number, so that
 * what is found later can be told apart. Every tenth is a large one, to be caught half done.
 */
record Batch(String run, int number, boolean acknowledged) {
  static final int KEYS = 10;
  private static final int PAIRS = 3;
  private static final int LARGE = 20;

  Batch asAcknowledged() {
    return new Batch(run, number, true);
  }

  Request request() {
    StringJoiner metrics = new StringJoiner(",", "[", "]");
    for (int key = 0; key < KEYS; key++) {
      for (int i = 0; i < points(); i++) {
        metrics.add("{" + Bodies.metric("m" + key, value(key), step(i)) + "}");
      }
    }
    StringJoiner pairs = new StringJoiner(",", "[", "]");
    for (int i = 0; i < PAIRS; i++) {
      pairs.add(Bodies.pair(pair(i), number));
    }
    return Request.post(
        "runs/log-batch",
        "{\"run_id\":\"%s\",\"metrics\":%s,\"params\":%s,\"tags\":%s}"
            .formatted(run, metrics, pairs, pairs));
  }

  /** How many things it consists of. */
  int size() {
    return KEYS * points() + 2 * PAIRS;
  }

  /** How many of them are there, with the value they were sent with. */
  int found(List<Map<Long, Double>> metrics, Map<String, String> params, Map<String, String> tags) {
    int found = 0;
    for (int key = 0; key < KEYS; key++) {
      for (int i = 0; i < points(); i++) {
        found += Double.valueOf(value(key)).equals(metrics.get(key).get(step(i))) ? 1 : 0;
      }
    }
    for (int i = 0; i < PAIRS; i++) {
      found += Integer.toString(number).equals(params.get(pair(i))) ? 1 : 0;
      found += Integer.toString(number).equals(tags.get(pair(i))) ? 1 : 0;
    }
    return found;
  }

  private int points() {
    return number % 10 == 9 ? LARGE : 1;
  }

  private long step(int point) {
    return (long) number * LARGE + point;
  }

  private double value(int key) {
    return number + key / 16.0;
  }

  private String pair(int i) {
    return "batch_" + number + "_" + i;
  }
}

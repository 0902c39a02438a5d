/** The bodies and query strings of MLflow's REST API that are sent. */
final class Bodies {
  /** Milliseconds since 1970; a step's point is that many milliseconds later. */
  private static final long START = 1_700_000_000_000L;

  private Bodies() {}

  static String createRun(String experiment) {
    return "{\"experiment_id\":\"" + experiment + "\",\"start_time\":" + START + "}";
  }

  static String logMetric(String run, String key, long step) {
    StringBuilder body = new StringBuilder(160).append("{\"run_id\":\"").append(run).append("\",");
    metric(body, key, step * 0.5, step);
    return body.append('}').toString();
  }

  /** A batch of {@code size} metrics, each of another key, all at one step. */
  static String logMetrics(String run, int size, long step) {
    StringBuilder body = batch(run, size);
    for (int i = 0; i < size; i++) {
      body.append(i == 0 ? "{" : ",{");
      metric(body, "metric_" + i, step + i * 0.25, step);
      body.append('}');
    }
    return body.append("]}").toString();
  }

  /** A batch of {@code size} points of one metric at the steps from {@code first} on. */
  static String logSteps(String run, String key, int size, long first) {
    StringBuilder body = batch(run, size);
    for (int i = 0; i < size; i++) {
      body.append(i == 0 ? "{" : ",{");
      metric(body, key, 1.0 / (first + i + 1), first + i);
      body.append('}');
    }
    return body.append("]}").toString();
  }

  static String history(String run, String key) {
    return "metrics/get-history?run_id=" + run + "&metric_key=" + key + "&max_results=25000";
  }

  /** The fields of a metric's point, without braces. */
  static String metric(String key, double value, long step) {
    return metric(new StringBuilder(96), key, value, step).toString();
  }

  /** A param or a tag. */
  static String pair(String key, Object value) {
    return "{\"key\":\"" + key + "\",\"value\":\"" + value + "\"}";
  }

  private static StringBuilder metric(StringBuilder body, String key, double value, long step) {
    return body.append("\"key\":\"")
        .append(key)
        .append("\",\"value\":")
        .append(value)
        .append(",\"timestamp\":")
        .append(START + step)
        .append(",\"step\":")
        .append(step);
  }

  private static StringBuilder batch(String run, int size) {
    return new StringBuilder(64 + 90 * size)
        .append("{\"run_id\":\"")
        .append(run)
        .append("\",\"metrics\":[");
  }
}

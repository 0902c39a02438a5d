/**
 * What one scenario showed on one server.
 *
 * @param perSecond good answers per second, within the window
 * @param median milliseconds until the whole answer, under load
 * @param slowest the 99th percentile of the same
 * @param alone the median with one connection and nothing else going on
 * @param answers good answers that were counted
 * @param errors answers that were wrong, late or absent, warm-up included
 * @param firstError the first of them, or nothing
 * @param generator processors the load generator itself kept busy in the window
 */
record Measurement(
    double perSecond,
    double median,
    double slowest,
    double alone,
    int answers,
    int errors,
    String firstError,
    double generator) {
  /** Of a server that does not know the request. */
  static final Measurement NONE = new Measurement(0, 0, 0, 0, 0, 0, "", 0);
}

package imprint.tracking;

import imprint.failure.Failure;
import imprint.page.Fingerprint;
import imprint.page.InvalidPageTokenException;
import imprint.page.PageToken;
import imprint.page.SortValue;
import imprint.project.Scope;
import imprint.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every point of a metric. Candidates and metrics that do not exist have no points, which is no
 * error, as in MLflow.
 */
@ApplicationScoped
public class MetricHistory {
  /** Candidates that one request may name. */
  public static final int MOST_CANDIDATES = 100;

  /** Points that one request for the histories of several candidates is given, at most. */
  public static final int MOST_POINTS = 25_000;

  /** Points of each candidate that one request for an interval is given, at most. */
  public static final int MOST_IN_INTERVAL = 2_500;

  private final MetricHistoryStore store;
  private final Database database;

  MetricHistory(MetricHistoryStore store, Database database) {
    this.store = store;
    this.database = database;
  }

  /**
   * The points of one metric in order of timestamp, step, value. The first of them are read at
   * once, the others as the reader is asked for them.
   *
   * @param token the token at which an earlier page ended, or null to begin
   * @param most points of this page, or null for all that there are
   */
  public HistoryReader read(
      Scope scope, RunId runId, String key, @Nullable String token, @Nullable Integer most) {
    if (most != null && most <= 0) {
      throw new Failure.Invalid(
          "max_results",
          "Invalid value "
              + most
              + " for parameter 'max_results' supplied. It must be a positive integer.");
    }
    Fingerprint query =
        Fingerprint.of(
            "metric-history", List.of(Long.toString(scope.project()), runId.value(), key));
    MetricHistoryStore.Position start =
        token == null ? MetricHistoryStore.Position.START : position(token, query);
    long wanted = most == null ? Long.MAX_VALUE : most;
    return new HistoryReader(
        (after, limit) -> database.transaction(() -> store.after(scope, runId, key, after, limit)),
        start,
        wanted,
        query);
  }

  /**
   * The points of one metric of several candidates, in order of run id, timestamp, step, value.
   *
   * @param runIds 1 to 100
   * @param most points in all; more than 25,000 counts as that
   */
  public List<CandidatePoint> readAll(Scope scope, List<RunId> runIds, String key, int most) {
    requireCount("run_id", runIds.size());
    if (most <= 0) {
      throw new Failure.Invalid(
          "max_results", "max_results must be between 1 and " + MOST_POINTS + ".");
    }
    int limit = Math.min(most, MOST_POINTS);
    return database.transaction(() -> store.all(scope, runIds, key, limit));
  }

  /**
   * The points of one metric of several candidates whose step lies in an interval: by candidate in
   * the order given, then by step, timestamp, value. Of a candidate with more than {@code most} of
   * them a sample is given, which keeps the first and the last point and the least and the greatest
   * value of each of its even parts.
   *
   * @param runIds 1 to 100; one named twice counts once
   * @param interval the steps, or null for all
   * @param most points of each candidate, 1 to 2,500
   */
  public List<CandidatePoint> readInterval(
      Scope scope, List<RunId> runIds, String key, StepInterval interval, int most) {
    requireCount("run_ids", runIds.size());
    if (most < 1 || most > MOST_IN_INTERVAL) {
      throw new Failure.Invalid(
          "max_results", "max_results must be between 1 and " + MOST_IN_INTERVAL + ".");
    }
    List<RunId> distinct = runIds.stream().distinct().toList();
    return database.transaction(() -> store.interval(scope, distinct, key, interval, most));
  }

  private static MetricHistoryStore.Position position(String token, Fingerprint query) {
    try {
      List<SortValue> after = PageToken.parse(token, query).after();
      if (after.size() == 3
          && after.get(0) instanceof SortValue.Whole timestamp
          && after.get(1) instanceof SortValue.Whole step
          && after.get(2) instanceof SortValue.Real value) {
        return new MetricHistoryStore.Position(timestamp.value(), step.value(), value.value());
      }
      throw new InvalidPageTokenException();
    } catch (InvalidPageTokenException invalid) {
      throw new Failure.Invalid("page_token", String.valueOf(invalid.getMessage()));
    }
  }

  private static void requireCount(String field, int count) {
    if (count == 0) {
      throw new Failure.Invalid(
          field, "A request for metric histories must specify at least one run_id.");
    }
    if (count > MOST_CANDIDATES) {
      throw new Failure.Invalid(
          field,
          "A request for metric histories cannot specify more than "
              + MOST_CANDIDATES
              + " run_ids. Received "
              + count
              + " run_ids.");
    }
  }
}

package imprint.tracking;

import imprint.project.Scope;
import imprint.sql.Database;
import imprint.sql.Faults;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.Query;

/**
 * Appends to candidates. A batch is one statement, so that it is kept whole or not at all without a
 * transaction around it, and costs one round trip. Rows go in by key order, so that two batches
 * wait for each other in one order.
 */
@ApplicationScoped
class BatchStore {
  /** SQLSTATE that {@code param_changed} raises. */
  private static final String PARAM_CHANGED = "IM001";

  private final Database database;
  private final MetricKeyStore keys;

  BatchStore(Database database, MetricKeyStore keys) {
    this.database = database;
    this.keys = keys;
  }

  /** What became of an append. */
  enum Outcome {
    KEPT,
    CANDIDATE_MISSING,
    CANDIDATE_DELETED,
    PARAM_CHANGED
  }

  private static final String APPEND_METRICS =
      """
      with run as materialized (
        select id, deleted_time from candidate where project_id = :project and run_id = :run
      ), live as (
        select id from run where deleted_time is null
      ), history as (
        insert into metric (candidate_id, key_id, timestamp, step, value)
        select live.id, point.key_id, point.timestamp, point.step, point.value
        from live cross join unnest(:keys, :timestamps, :steps, :values) as point (key_id, timestamp, step, value)
        on conflict do nothing
      ), latest as (
        insert into latest_metric as kept (candidate_id, key_id, timestamp, step, value)
        select live.id, point.key_id, point.timestamp, point.step, point.value
        from live
        cross join unnest(:lastKeys, :lastTimestamps, :lastSteps, :lastValues)
          as point (key_id, timestamp, step, value)
        on conflict (candidate_id, key_id) do update
        set timestamp = excluded.timestamp, step = excluded.step, value = excluded.value
        where (excluded.step, excluded.timestamp, case when excluded.value = 'NaN' then 0 else excluded.value end)
            > (kept.step, kept.timestamp, case when kept.value = 'NaN' then 0 else kept.value end)
      )
      """;

  private static final String APPEND_TEXTS =
      """
      , params as (
        insert into candidate_param as kept (candidate_id, key, value)
        select live.id, param.key, param.value
        from live cross join unnest(:paramKeys, :paramValues) as param (key, value)
        on conflict (candidate_id, key) do update
        set value = param_changed(kept.key, kept.value, excluded.value)
        where kept.value <> excluded.value
      ), tags as (
        insert into candidate_tag (candidate_id, key, value)
        select live.id, tag.key, tag.value
        from live cross join unnest(:tagKeys, :tagValues) as tag (key, value)
        on conflict (candidate_id, key) do update set value = excluded.value
      ), renamed as (
        update candidate set name = :name
        from live
        where candidate.id = live.id and cast(:name as text) is not null
      )
      """;

  private static final String TELL = "select deleted_time is not null as deleted from run";

  private static final String METRICS_ONLY = APPEND_METRICS + TELL;

  private static final String EVERYTHING = APPEND_METRICS + APPEND_TEXTS + TELL;

  /** Appends a batch to the candidate of this id. */
  Outcome append(Scope scope, RunId runId, Batch batch) {
    Points points = new Points(batch.metrics());
    Map<String, Integer> numbers = keys.numbers(points.names());
    try {
      Optional<Boolean> deleted =
          database.with(
              h -> {
                Query query = h.createQuery(batch.hasOnlyMetrics() ? METRICS_ONLY : EVERYTHING);
                query.bind("project", scope.project()).bind("run", runId.value());
                points.bind(query, numbers);
                if (!batch.hasOnlyMetrics()) {
                  bindTexts(query, batch);
                }
                return query.map((row, context) -> row.getBoolean("deleted")).findOne();
              });
      return deleted
          .map(gone -> gone ? Outcome.CANDIDATE_DELETED : Outcome.KEPT)
          .orElse(Outcome.CANDIDATE_MISSING);
    } catch (RuntimeException failure) {
      if (Faults.sqlState(failure).filter(PARAM_CHANGED::equals).isPresent()) {
        return Outcome.PARAM_CHANGED;
      }
      throw failure;
    }
  }

  private static void bindTexts(Query query, Batch batch) {
    List<Tag> params = batch.params().stream().sorted(Comparator.comparing(Tag::key)).toList();
    query
        .bind("paramKeys", Tag.keys(params))
        .bind("paramValues", Tag.values(params))
        .bind("tagKeys", Tag.keys(batch.tags()))
        .bind("tagValues", Tag.values(batch.tags()))
        .bind("name", batch.runName().orElse(null));
  }

  private static final String KEPT_PARAMS =
      """
      select p.key, p.value
      from candidate c join candidate_param p on p.candidate_id = c.id
      where c.project_id = :project and c.run_id = :run and p.key = any(:keys)
      order by p.key
      """;

  /** The params already kept under any of these keys. */
  Map<String, String> keptParams(Scope scope, RunId runId, List<Tag> params) {
    return database.with(
        h ->
            h.createQuery(KEPT_PARAMS)
                .bind("project", scope.project())
                .bind("run", runId.value())
                .bind("keys", Tag.keys(params))
                .map((row, context) -> Map.entry(row.getString("key"), row.getString("value")))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  /**
   * Points as the arrays that a statement takes: all of them for the history, the last of each key
   * for the latest.
   */
  private static final class Points {
    private static final Comparator<MetricPoint> BY_KEY =
        Comparator.comparing(MetricPoint::key).thenComparingLong(MetricPoint::timestamp);

    private final List<MetricPoint> all;
    private final List<MetricPoint> last;

    Points(List<MetricPoint> points) {
      if (points.size() <= 1) {
        this.all = points;
        this.last = points;
        return;
      }
      this.all = points.stream().sorted(BY_KEY).toList();
      Map<String, MetricPoint> newest = new HashMap<>();
      points.forEach(
          point ->
              newest.merge(
                  point.key(),
                  point,
                  (old, now) -> MetricPoint.RECENCY.compare(now, old) > 0 ? now : old));
      this.last =
          newest.size() == all.size() ? all : newest.values().stream().sorted(BY_KEY).toList();
    }

    List<String> names() {
      return last.stream().map(MetricPoint::key).toList();
    }

    void bind(Query query, Map<String, Integer> numbers) {
      bind(query, numbers, all, "keys", "timestamps", "steps", "values");
      bind(query, numbers, last, "lastKeys", "lastTimestamps", "lastSteps", "lastValues");
    }

    private static void bind(
        Query query,
        Map<String, Integer> numbers,
        List<MetricPoint> points,
        String keys,
        String timestamps,
        String steps,
        String values) {
      int size = points.size();
      int[] keyColumn = new int[size];
      long[] timestampColumn = new long[size];
      long[] stepColumn = new long[size];
      double[] valueColumn = new double[size];
      for (int i = 0; i < size; i++) {
        MetricPoint point = points.get(i);
        keyColumn[i] = java.util.Objects.requireNonNull(numbers.get(point.key()));
        timestampColumn[i] = point.timestamp();
        stepColumn[i] = point.step();
        valueColumn[i] = point.value();
      }
      query
          .bind(keys, keyColumn)
          .bind(timestamps, timestampColumn)
          .bind(steps, stepColumn)
          .bind(values, valueColumn);
    }
  }
}

package imprint.tracking;

import imprint.project.Scope;
import imprint.sql.Coalescer;
import imprint.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Rows of {@code candidate} with what was logged for each. */
@ApplicationScoped
class CandidateStore {
  private final Database database;
  private final MetricKeyStore keys;
  private final LineageStore lineages;
  private final Coalescer<Wanted, Candidate> finds = new Coalescer<>(this::findAll);

  CandidateStore(Database database, MetricKeyStore keys, LineageStore lineages) {
    this.database = database;
    this.keys = keys;
    this.lineages = lineages;
  }

  /**
   * The columns that {@link #read} takes, for statements whose base table is {@code candidate c}.
   */
  static final String COLUMNS =
      """
      c.id, c.run_id, c.experiment_id, c.name, c.user_id, c.status, c.start_time, c.end_time, c.deleted_time,
      c.artifact_uri, p.param_keys, p.param_values, t.tag_keys, t.tag_values,
      m.metric_keys, m.metric_timestamps, m.metric_steps, m.metric_values,
      exists (select 1 from dataset_input x where x.candidate_id = c.id)
        or exists (select 1 from model_input x where x.candidate_id = c.id)
        or exists (select 1 from model_output x where x.candidate_id = c.id) as has_lineage
      """;

  /**
   * What was logged for each candidate {@code c}, as arrays: one row a candidate, whatever it
   * holds.
   */
  static final String DATA =
      """
      cross join lateral (
        select array_agg(x.key) as param_keys, array_agg(x.value) as param_values
        from (select key, value from candidate_param where candidate_id = c.id order by key) x
      ) p
      cross join lateral (
        select array_agg(x.key) as tag_keys, array_agg(x.value) as tag_values
        from (select key, value from candidate_tag where candidate_id = c.id order by key) x
      ) t
      cross join lateral (
        select array_agg(x.key_id) as metric_keys, array_agg(x.timestamp) as metric_timestamps,
               array_agg(x.step) as metric_steps, array_agg(x.value) as metric_values
        from (select key_id, timestamp, step, value from latest_metric where candidate_id = c.id order by key_id) x
      ) m
      """;

  private static final String FIND =
      "select given.number, "
          + COLUMNS
          + """
          from unnest(:projects, :runs) with ordinality as given (project_id, run_id, number)
          cross join lateral (
            select * from candidate c
            where c.run_id = given.run_id and c.project_id = given.project_id
            offset 0
          ) c
          """
          + DATA;

  private record Wanted(Scope scope, RunId runId) {}

  /** The candidate of this id, deleted or not. */
  Optional<Candidate> find(Scope scope, RunId runId) {
    return finds.call(new Wanted(scope, runId));
  }

  private Map<Integer, Candidate> findAll(List<Wanted> wanted) {
    List<Integer> numbers = new ArrayList<>();
    List<Row> rows =
        database.with(
            h ->
                h.createQuery(FIND)
                    .bind(
                        "projects",
                        wanted.stream().mapToLong(one -> one.scope().project()).toArray())
                    .bind(
                        "runs",
                        wanted.stream().map(one -> one.runId().value()).toArray(String[]::new))
                    .map(
                        (row, context) -> {
                          numbers.add(row.getInt("number"));
                          return read(row, context);
                        })
                    .list());
    Iterator<Candidate> candidates = resolve(rows).iterator();
    Map<Integer, Candidate> found = new HashMap<>();
    numbers.forEach(number -> found.put(number, candidates.next()));
    return found;
  }

  private static final String UPDATE =
      """
      with changed as (
        update candidate
        set status = coalesce(:status, status), end_time = coalesce(:end, end_time), name = coalesce(:name, name)
        where project_id = :project and run_id = :run and deleted_time is null
        returning id
      ), tags as (
        insert into candidate_tag (candidate_id, key, value)
        select id, 'mlflow.runName', :name from changed where cast(:name as text) is not null
        on conflict (candidate_id, key) do update set value = excluded.value
      )
      select count(*) from changed
      """;

  /** Changes what is given of an active candidate; false when there is no active one. */
  boolean update(
      Scope scope,
      RunId runId,
      @Nullable RunStatus status,
      @Nullable Long endTime,
      @Nullable String name) {
    return database.with(
        h ->
            h.createQuery(UPDATE)
                    .bind("project", scope.project())
                    .bind("run", runId.value())
                    .bind("status", status == null ? null : status.name())
                    .bind("end", endTime)
                    .bind("name", name)
                    .mapTo(Long.class)
                    .one()
                > 0);
  }

  private static final String DELETE =
      """
      update candidate set deleted_time = coalesce(deleted_time, :now)
      where project_id = :project and run_id = :run
      """;

  private static final String RESTORE =
      """
      update candidate set deleted_time = null
      where project_id = :project and run_id = :run
      """;

  /** Marks a candidate deleted, also again; false when it does not exist. */
  boolean delete(Scope scope, RunId runId, long now) {
    return database.with(
        h ->
            h.createUpdate(DELETE)
                    .bind("project", scope.project())
                    .bind("run", runId.value())
                    .bind("now", now)
                    .execute()
                > 0);
  }

  /** Makes a candidate active, also again; false when it does not exist. */
  boolean restore(Scope scope, RunId runId) {
    return database.with(
        h ->
            h.createUpdate(RESTORE)
                    .bind("project", scope.project())
                    .bind("run", runId.value())
                    .execute()
                > 0);
  }

  private static final String DELETE_TAG =
      """
      delete from candidate_tag t using candidate c
      where c.project_id = :project and c.run_id = :run and t.candidate_id = c.id and t.key = :key
      """;

  /** Removes a tag; false when there is none. */
  boolean deleteTag(Scope scope, RunId runId, String key) {
    return database.with(
        h ->
            h.createUpdate(DELETE_TAG)
                    .bind("project", scope.project())
                    .bind("run", runId.value())
                    .bind("key", key)
                    .execute()
                > 0);
  }

  /**
   * A row of {@link #COLUMNS}: its metrics still under their numbers, its lineage yet to be read.
   */
  record Row(long id, Candidate candidate, @Nullable Metrics metrics, boolean hasLineage) {}

  private record Metrics(
      List<Integer> keys, List<Long> timestamps, List<Long> steps, List<Double> values) {}

  static Row read(ResultSet row, StatementContext context) throws SQLException {
    Candidate candidate =
        new Candidate(
            new RunId(row.getString("run_id")),
            new ExperimentId(row.getLong("experiment_id")),
            row.getString("name"),
            row.getString("user_id"),
            RunStatus.valueOf(row.getString("status")),
            row.getObject("start_time", Long.class),
            row.getObject("end_time", Long.class),
            row.getObject("deleted_time", Long.class),
            row.getString("artifact_uri"),
            List.of(),
            TagColumns.read(row.getArray("param_keys"), row.getArray("param_values")),
            TagColumns.read(row.getArray("tag_keys"), row.getArray("tag_values")),
            Lineage.NONE);
    Array metricKeys = row.getArray("metric_keys");
    Metrics metrics =
        metricKeys == null
            ? null
            : new Metrics(
                Arrays.asList((Integer[]) metricKeys.getArray()),
                Arrays.asList((Long[]) row.getArray("metric_timestamps").getArray()),
                Arrays.asList((Long[]) row.getArray("metric_steps").getArray()),
                Arrays.asList((Double[]) row.getArray("metric_values").getArray()));
    return new Row(row.getLong("id"), candidate, metrics, row.getBoolean("has_lineage"));
  }

  /** The candidates of these rows, with the names of their metrics and their lineage. */
  List<Candidate> resolve(List<Row> rows) {
    Collection<Integer> wanted = new java.util.HashSet<>();
    for (Row row : rows) {
      if (row.metrics() != null) {
        wanted.addAll(row.metrics().keys());
      }
    }
    Map<Integer, String> names = wanted.isEmpty() ? Map.of() : keys.names(wanted);
    Map<Long, Lineage> known =
        lineages.find(rows.stream().filter(Row::hasLineage).mapToLong(Row::id).toArray());
    return rows.stream()
        .map(
            row ->
                row.candidate()
                    .with(points(row, names), known.getOrDefault(row.id(), Lineage.NONE)))
        .toList();
  }

  private static List<MetricPoint> points(Row row, Map<Integer, String> names) {
    Metrics metrics = row.metrics();
    if (metrics == null) {
      return List.of();
    }
    List<MetricPoint> points = new ArrayList<>(metrics.keys().size());
    for (int i = 0; i < metrics.keys().size(); i++) {
      points.add(
          new MetricPoint(
              names.getOrDefault(metrics.keys().get(i), ""),
              metrics.values().get(i),
              metrics.timestamps().get(i),
              metrics.steps().get(i)));
    }
    return points;
  }
}

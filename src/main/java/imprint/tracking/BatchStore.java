package imprint.tracking;

import imprint.project.Scope;
import imprint.sql.Coalescer;
import imprint.sql.Database;
import imprint.sql.Faults;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.Query;

/**
 * Appends to candidates. A batch is one statement, so that it is kept whole or not at all without a
 * transaction around it, and costs one round trip; small batches that arrive together are one
 * statement together. Rows go in by candidate and key, so that two statements wait for each other
 * in one order.
 */
@ApplicationScoped
class BatchStore {
  /** SQLSTATE that {@code param_changed} raises. */
  private static final String PARAM_CHANGED = "IM001";

  /** The index that knows each point once. */
  private static final String KNOWN_POINT = "metric_point";

  /**
   * Points up to which a batch may share a statement; beyond, its own rows are nearly all it costs.
   */
  private static final int SMALL = 200;

  private final Database database;
  private final MetricKeyStore keys;
  private final Coalescer<Append, Append.Outcome> small = new Coalescer<>(this::appendAll);

  BatchStore(Database database, MetricKeyStore keys) {
    this.database = database;
    this.keys = keys;
  }

  /** {@code offset 0} keeps the look-up by run id a look-up, however few candidates there seem. */
  private static final String CANDIDATES =
      """
      with run as materialized (
        select given.number, c.id, c.deleted_time
        from unnest(:projects, :runs) with ordinality as given (project_id, run_id, number)
        cross join lateral (
          select id, deleted_time from candidate c
          where c.run_id = given.run_id and c.project_id = given.project_id
          offset 0
        ) c
      ), live as materialized (
        select number, id from run where deleted_time is null
      ), history as (
        insert into metric (candidate_id, key_id, timestamp, step, value)
        select live.id, point.key_id, point.timestamp, point.step, point.value
        from unnest(:owners, :keys, :timestamps, :steps, :values) as point (number, key_id, timestamp, step, value)
        join live using (number)
        order by 1, 2
      """;

  /** Known points are found by the index once more before each row. */
  private static final String KNOWN_POINTS_TOO = "  on conflict do nothing\n";

  private static final String LATEST =
      """
      ), latest as (
        insert into latest_metric as kept (candidate_id, key_id, timestamp, step, value)
        select live.id, point.key_id, point.timestamp, point.step, point.value
        from unnest(:lastOwners, :lastKeys, :lastTimestamps, :lastSteps, :lastValues)
          as point (number, key_id, timestamp, step, value)
        join live using (number)
        order by 1, 2
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

  private static final String TELL = "select number, deleted_time is not null as deleted from run";

  private static final String NEW_POINTS = CANDIDATES + LATEST + TELL;

  private static final String POINTS = CANDIDATES + KNOWN_POINTS_TOO + LATEST + TELL;

  private static final String EVERYTHING =
      CANDIDATES + KNOWN_POINTS_TOO + LATEST + APPEND_TEXTS + TELL;

  /** Appends a batch to the candidate of this id. */
  Append.Outcome append(Append append) {
    Batch batch = append.batch();
    if (!batch.hasOnlyMetrics()) {
      return appendEverything(append);
    }
    Optional<Append.Outcome> outcome =
        batch.metrics().size() <= SMALL
            ? small.call(append)
            : Optional.ofNullable(appendAll(List.of(append)).get(1));
    return outcome.orElse(Append.Outcome.CANDIDATE_MISSING);
  }

  /**
   * Appends metrics. That a point is known already is rare, and an index tells: what is new is not
   * looked up first. In a transaction that would be too late.
   */
  private Map<Integer, Append.Outcome> appendAll(List<Append> appends) {
    AppendedPoints points = new AppendedPoints(appends);
    if (!Database.isInTransaction()) {
      try {
        return outcomes(NEW_POINTS, appends, points, _ -> {});
      } catch (RuntimeException failure) {
        if (Faults.violatedConstraint(failure).filter(KNOWN_POINT::equals).isEmpty()) {
          throw failure;
        }
      }
    }
    return outcomes(POINTS, appends, points, _ -> {});
  }

  private Append.Outcome appendEverything(Append append) {
    List<Append> appends = List.of(append);
    try {
      return outcomes(
              EVERYTHING,
              appends,
              new AppendedPoints(appends),
              query -> bindTexts(query, append.batch()))
          .getOrDefault(1, Append.Outcome.CANDIDATE_MISSING);
    } catch (RuntimeException failure) {
      if (Faults.sqlState(failure).filter(PARAM_CHANGED::equals).isPresent()) {
        return Append.Outcome.PARAM_CHANGED;
      }
      throw failure;
    }
  }

  private Map<Integer, Append.Outcome> outcomes(
      String statement, List<Append> appends, AppendedPoints points, Consumer<Query> texts) {
    Map<String, Integer> numbers = keys.numbers(points.names());
    Map<Integer, Append.Outcome> ofCandidates = new HashMap<>();
    database.with(
        h -> {
          Query query = h.createQuery(statement);
          points.bind(query, numbers);
          texts.accept(query);
          return query.map((row, _) -> ofCandidates.put(row.getInt("number"), outcome(row))).list();
        });
    Map<Integer, Append.Outcome> outcomes = new HashMap<>();
    for (int i = 0; i < appends.size(); i++) {
      Append.Outcome outcome = ofCandidates.get(points.number(appends.get(i)));
      if (outcome != null) {
        outcomes.put(i + 1, outcome);
      }
    }
    return outcomes;
  }

  private static Append.Outcome outcome(ResultSet row) throws SQLException {
    return row.getBoolean("deleted") ? Append.Outcome.CANDIDATE_DELETED : Append.Outcome.KEPT;
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
}

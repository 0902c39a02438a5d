package imprint.tracking;

import imprint.project.Scope;
import imprint.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * Reads rows of {@code metric}, always through its index and in the order of that. The planner is
 * told so, for its statistics know nothing of a history that was just written: it would read the
 * whole table, or sort a million points for each chunk. To be called in a transaction, to whose end
 * that holds.
 */
@ApplicationScoped
class MetricHistoryStore {
  private final Database database;

  MetricHistoryStore(Database database) {
    this.database = database;
  }

  /** A place in the order of timestamp, step, value. */
  record Position(long timestamp, long step, double value) {
    /** Before every point: no timestamp is negative. */
    static final Position START = new Position(-1, 0, 0);

    static Position of(MetricPoint point) {
      return new Position(point.timestamp(), point.step(), point.value());
    }
  }

  private static final String BY_INDEX =
      """
      set local enable_seqscan = off;
      set local enable_bitmapscan = off;
      set local enable_sort = off;
      set local jit = off
      """;

  private <T> List<T> read(Function<Handle, List<T>> query) {
    return database.with(
        h -> {
          h.execute(BY_INDEX);
          return query.apply(h);
        });
  }

  private static final String AFTER =
      """
      select timestamp, step, value
      from metric
      where candidate_id = (select id from candidate where project_id = :project and run_id = :run)
        and key_id = (select id from metric_key where name = :key)
        and (timestamp, step, value) > (:timestamp, :step, :value)
      order by timestamp, step, value
      limit :limit
      """;

  /** The first points after a position, in order. */
  List<MetricPoint> after(Scope scope, RunId runId, String key, Position position, int limit) {
    return read(
        h ->
            h.createQuery(AFTER)
                .bind("project", scope.project())
                .bind("run", runId.value())
                .bind("key", key)
                .bind("timestamp", position.timestamp())
                .bind("step", position.step())
                .bind("value", position.value())
                .bind("limit", limit)
                .map((row, context) -> point(row, key))
                .list());
  }

  private static final String ALL =
      """
      select c.run_id, m.timestamp, m.step, m.value
      from candidate c
      cross join lateral (
        select timestamp, step, value
        from metric
        where candidate_id = c.id and key_id = (select id from metric_key where name = :key)
        order by timestamp, step, value
        limit :most
      ) m
      where c.project_id = :project and c.run_id = any(:runs)
      order by c.run_id, m.timestamp, m.step, m.value
      limit :most
      """;

  /** The first points in order of run id, timestamp, step, value. */
  List<CandidatePoint> all(Scope scope, List<RunId> runIds, String key, int most) {
    return read(
        h ->
            h.createQuery(ALL)
                .bind("project", scope.project())
                .bind("runs", runIds.stream().map(RunId::value).toArray(String[]::new))
                .bind("key", key)
                .bind("most", most)
                .map((row, context) -> candidatePoint(row, key))
                .list());
  }

  /**
   * Reads the points in question twice, whatever their number: once to learn the extremes of small
   * slices, which are then joined to the buckets of the sample, and once to find the points that
   * have those values. Slices are by step or, when there are few steps, by time; their width is a
   * power of two, so that no arithmetic overflows at the ends of the 64-bit range. The first
   * estimate of the range may be wrong, since the least step is not known before all were read;
   * then slices are finer than they need be and the buckets are what they should be all the same.
   * An extreme that a bucket holds more than once is shown at its least step and time. NaN is an
   * extreme only where there is nothing else.
   */
  private static final String INTERVAL =
      """
      with wanted as materialized (
        select c.id, c.run_id, given.position, k.id as key_id, :buckets::float8 as buckets
        from unnest(:runs) with ordinality as given (run_id, position)
        join candidate c on c.run_id = given.run_id and c.project_id = :project
        cross join (select id from metric_key where name = :key) k
      ), reach as (
        select w.id, w.key_id, w.buckets,
               least(latest.step, :last)::float8 - greatest(oldest.step, :first)::float8 as steps,
               newest.timestamp::float8 - oldest.timestamp::float8 as times
        from wanted w
        join latest_metric latest on latest.candidate_id = w.id and latest.key_id = w.key_id
        cross join lateral (
          select step, timestamp from metric where candidate_id = w.id and key_id = w.key_id
          order by timestamp, step, value limit 1
        ) oldest
        cross join lateral (
          select timestamp from metric where candidate_id = w.id and key_id = w.key_id
          order by timestamp desc, step desc, value desc limit 1
        ) newest
      ), grain as materialized (
        select id, key_id, buckets, steps >= buckets as by_step,
               ceil(ln(greatest(1, case when steps >= buckets then steps else times end / (16 * buckets))) / ln(2::float8))::int
                 as shift
        from reach
      ), slice as materialized (
        select g.id, s.*
        from grain g
        cross join lateral (
          select case when g.by_step then step else timestamp end >> g.shift as slice,
                 count(*) as points, min(step) as first_step, max(step) as last_step,
                 min(value) as low, max(nullif(value, 'NaN')) as high
          from metric
          where candidate_id = g.id and key_id = g.key_id and step between :first and :last
          group by 1
        ) s
      ), total as materialized (
        select g.*, t.*
        from grain g
        join (
          select id as of, sum(points) as points, min(first_step) as first_step, max(last_step) as last_step,
                 min(slice)::float8 as least, max(slice)::float8 - min(slice)::float8 + 1 as width
          from slice group by id
        ) t on t.of = g.id
      ), extreme as materialized (
        select distinct b.id, b.bucket, v.value
        from (
          select t.id, least(t.buckets - 1, floor((s.slice::float8 - t.least) / t.width * t.buckets)) as bucket,
                 min(s.low) as low, coalesce(max(s.high), 'NaN') as high
          from total t join slice s on s.id = t.id
          where t.points > :most and :most >= 4
          group by 1, 2
        ) b
        cross join lateral (values (b.low), (b.high)) as v (value)
      ), sample as (
        select t.id, m.at[1] as step, m.at[2] as timestamp, m.value
        from total t
        cross join lateral (
          select bucket, value, min(array[step, timestamp]) as at
          from (
            select step, timestamp, value, least(t.buckets - 1, floor(
              ((case when t.by_step then step else timestamp end >> t.shift)::float8 - t.least) / t.width * t.buckets)) as bucket
            from metric
            where candidate_id = t.id and key_id = t.key_id and step between :first and :last
              and (value in (select value from extreme)) is true
            offset 0
          ) p
          where ((t.id, bucket, value) in (select id, bucket, value from extreme)) is true
          group by bucket, value
        ) m
        where t.points > :most and :most >= 4
        union
        select t.id, m.*
        from total t
        cross join lateral (
          select step, timestamp, value from metric
          where candidate_id = t.id and key_id = t.key_id and step = t.first_step
          order by timestamp, step, value limit 1
        ) m
        where t.points > :most and :most >= 2
        union
        select t.id, m.*
        from total t
        cross join lateral (
          select step, timestamp, value from metric
          where candidate_id = t.id and key_id = t.key_id and step = t.last_step
          order by timestamp desc, step desc, value desc limit 1
        ) m
        where t.points > :most
        union all
        select t.id, m.step, m.timestamp, m.value
        from total t
        join metric m on m.candidate_id = t.id and m.key_id = t.key_id and m.step between :first and :last
        where t.points <= :most
      )
      select w.run_id, s.step, s.timestamp, s.value
      from sample s join wanted w on w.id = s.id
      order by w.position, s.step, s.timestamp, s.value
      """;

  /** At most {@code most} points of each candidate; see {@link MetricHistory#readInterval}. */
  List<CandidatePoint> interval(
      Scope scope, List<RunId> runIds, String key, StepInterval steps, int most) {
    return read(
        h ->
            h.createQuery(INTERVAL)
                .bind("project", scope.project())
                .bind("runs", runIds.stream().map(RunId::value).toArray(String[]::new))
                .bind("key", key)
                .bind("first", steps.first())
                .bind("last", steps.last())
                .bind("most", most)
                // Two points of each bucket, and the first and the last of all.
                .bind("buckets", Math.max(1, (most - 2) / 2))
                .map((row, context) -> candidatePoint(row, key))
                .list());
  }

  private static CandidatePoint candidatePoint(ResultSet row, String key) throws SQLException {
    return new CandidatePoint(new RunId(row.getString("run_id")), point(row, key));
  }

  private static MetricPoint point(ResultSet row, String key) throws SQLException {
    return new MetricPoint(
        key, row.getDouble("value"), row.getLong("timestamp"), row.getLong("step"));
  }
}

package imprint.registry;

import imprint.project.Scope;
import imprint.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * Walks the relations that params and tags of candidates tell of. A walk ends after a number of
 * relations and of rows, so that neither a circle nor a dataset that everybody used keeps it busy.
 */
@ApplicationScoped
class DescentStore {
  // A candidate may be reached in several ways; of those the shortest is shown.
  private static final int WAYS = 4;

  private final Database database;

  DescentStore(Database database) {
    this.database = database;
  }

  /**
   * What a walk found, the nearest first.
   *
   * @param truncated whether it ended before everything was found
   */
  record Found(List<Kin> kin, boolean truncated) {}

  private record Row(Kin kin, long ways) {}

  private static final String DESCENDANTS =
      """
      with recursive found (id, run_id, relation, of_run, depth) as (
        select c.id, c.run_id, 'self', c.run_id, 0
        from candidate c
        where c.project_id = :project and c.run_id = :run
        union
        select c.id, c.run_id, named.relation, f.run_id, f.depth + 1
        from found f
        cross join lateral (
          select p.candidate_id, 'dataset_run' as relation
          from candidate_param p
          where p.key = 'dataset_run' and left(p.value, 64) = left(f.run_id, 64) and p.value = f.run_id
          union all
          select t.candidate_id, 'dataset_run'
          from candidate_tag t
          where t.key = 'dataset_run' and left(t.value, 64) = left(f.run_id, 64) and t.value = f.run_id
          union all
          select t.candidate_id, 'parent'
          from candidate_tag t
          where t.key = 'mlflow.parentRunId' and left(t.value, 64) = left(f.run_id, 64) and t.value = f.run_id
        ) named
        cross join lateral (
          select x.id, x.run_id from candidate x
          where x.id = named.candidate_id and x.project_id = :project
          limit 1
        ) c
        where f.depth < :deepest
      ), reached as materialized (
        select * from found limit :ways
      ), nearest as (
        select distinct on (id) * from reached order by id, depth
      )
      select f.run_id, f.relation, f.of_run, f.depth, c.name, c.experiment_id, c.status, c.deleted_time is not null as deleted,
             exists (
               select from candidate_tag t where t.candidate_id = c.id and t.key = 'imprint.kind' and t.value = 'dataset'
             ) as is_dataset,
             (select count(*) from reached) as ways
      from nearest f join candidate c on c.id = f.id
      order by f.depth, f.run_id
      limit :most
      """;

  /** A candidate and what named it, or what named that; nothing when there is no such candidate. */
  Found descendants(Scope scope, String runId, int deepest, int most) {
    // The candidate itself is one more.
    return database.with(h -> walk(h.createQuery(DESCENDANTS), scope, runId, deepest, most + 1));
  }

  private static final String ANCESTORS =
      """
      with recursive found (run_id, relation, of_run, depth) as (
        select named.run_id collate "C", named.relation, cast(:run as text) collate "C", 1
        from unnest(:runs, :relations) as named (run_id, relation)
        union
        select named.value, named.relation, f.run_id, f.depth + 1
        from found f
        join candidate c on c.run_id = f.run_id and c.project_id = :project
        cross join lateral (
          select p.value, 'dataset_run' as relation
          from candidate_param p
          where p.candidate_id = c.id and p.key = 'dataset_run'
          union all
          select t.value, case t.key when 'dataset_run' then 'dataset_run' else 'parent' end
          from candidate_tag t
          where t.candidate_id = c.id and t.key in ('dataset_run', 'mlflow.parentRunId')
        ) named
        where f.depth < :deepest
      ), reached as materialized (
        select * from found limit :ways
      ), nearest as (
        select distinct on (run_id) * from reached where run_id <> :run order by run_id, depth
      )
      select f.run_id, f.relation, f.of_run, f.depth, c.name, c.experiment_id, c.status, c.deleted_time is not null as deleted,
             exists (
               select from candidate_tag t where t.candidate_id = c.id and t.key = 'imprint.kind' and t.value = 'dataset'
             ) as is_dataset,
             (select count(*) from reached) as ways
      from nearest f left join candidate c on c.run_id = f.run_id and c.project_id = :project
      order by f.depth, f.run_id
      limit :most
      """;

  /**
   * What a candidate named, and what that named.
   *
   * @param named run ids with the relations in which the candidate named them
   */
  Found ancestors(Scope scope, String runId, Map<String, String> named, int deepest, int most) {
    if (named.isEmpty()) {
      return new Found(List.of(), false);
    }
    return database.with(
        h ->
            walk(
                h.createQuery(ANCESTORS)
                    .bind("runs", named.keySet().toArray(String[]::new))
                    .bind("relations", named.values().toArray(String[]::new)),
                scope,
                runId,
                deepest,
                most));
  }

  private static Found walk(Query query, Scope scope, String runId, int deepest, int most) {
    int ways = most * WAYS;
    List<Row> rows =
        query
            .bind("project", scope.project())
            .bind("run", runId)
            .bind("deepest", deepest)
            .bind("ways", ways)
            .bind("most", most + 1)
            .map((row, context) -> new Row(kin(row), row.getLong("ways")))
            .list();
    boolean truncated = rows.size() > most || (!rows.isEmpty() && rows.getFirst().ways() == ways);
    return new Found(rows.stream().limit(most).map(Row::kin).toList(), truncated);
  }

  private static Kin kin(ResultSet row) throws SQLException {
    return new Kin(
        row.getString("run_id"),
        row.getString("relation"),
        row.getString("of_run"),
        row.getInt("depth"),
        known(row));
  }

  private static Kin.@Nullable Known known(ResultSet row) throws SQLException {
    String name = row.getString("name");
    return name == null
        ? null
        : new Kin.Known(
            name,
            row.getString("experiment_id"),
            row.getString("status"),
            row.getBoolean("is_dataset"),
            row.getBoolean("deleted"));
  }

  private static final String VERSIONS =
      """
      select m.name as model, v.number, v.semver, v.state, v.run_id
      from model_version v join model m on m.id = v.model_id
      where v.run_id = any(:runs) and v.run_id <> '' and v.project_id = :project
        and v.deleted_time is null and m.deleted_time is null
      order by m.name, v.number
      limit :most
      """;

  /** The versions that came from these candidates. */
  List<Descendants.Offspring> versions(Scope scope, List<String> runIds, int most) {
    return database.with(
        h ->
            h.createQuery(VERSIONS)
                .bind("project", scope.project())
                .bind("runs", runIds.toArray(String[]::new))
                .bind("most", most)
                .map(
                    (row, context) ->
                        new Descendants.Offspring(
                            row.getString("model"),
                            row.getInt("number"),
                            row.getString("semver"),
                            row.getString("state"),
                            row.getString("run_id")))
                .list());
  }
}

package imprint.tracking;

import imprint.project.Scope;
import imprint.sql.Coalescer;
import imprint.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Adds rows of {@code candidate}; those that start together share a statement. */
@ApplicationScoped
class NewCandidateStore {
  private final Database database;
  private final Coalescer<New, Home> inserts = new Coalescer<>(this::insertAll);

  NewCandidateStore(Database database) {
    this.database = database;
  }

  private static final String INSERT =
      """
      with given as materialized (
        select given.*, e.id as home, e.artifact_location || '/' || run_id || '/artifacts' as artifact_uri, e.deleted_time
        from unnest(:projects, :experiments, :runs, :names, :users, :starts) with ordinality
          as given (project_id, experiment_id, run_id, name, user_id, start_time, number)
        cross join lateral (
          select id, artifact_location, deleted_time from experiment e
          where e.id = given.experiment_id and e.project_id = given.project_id
          offset 0
        ) e
      ), created as (
        insert into candidate
          (project_id, experiment_id, run_id, name, user_id, status, start_time, artifact_uri)
        select project_id, home, run_id, name, user_id, 'RUNNING', start_time, artifact_uri
        from given where deleted_time is null
        returning id, run_id
      ), tags as (
        insert into candidate_tag (candidate_id, key, value)
        select created.id, tag.key, tag.value
        from created
        join unnest(:tagRuns, :keys, :values) as tag (run_id, key, value) on tag.run_id = created.run_id
      )
      select number, artifact_uri, deleted_time is not null as deleted from given
      """;

  /** A candidate to be, with its id and name. */
  record New(Scope scope, RunId runId, NewCandidate candidate) {}

  /** Where a new candidate's artifacts lie, or that its experiment is deleted. */
  record Home(String artifactUri, boolean deleted) {}

  /** Adds a running candidate with its tags; empty when the experiment does not exist. */
  Optional<Home> insert(New candidate) {
    return inserts.call(candidate);
  }

  private Map<Integer, Home> insertAll(List<New> wanted) {
    List<Tag> tags = wanted.stream().flatMap(one -> one.candidate().tags().stream()).toList();
    Map<Integer, Home> homes = new HashMap<>();
    database.with(
        h ->
            h.createQuery(INSERT)
                .bind("projects", wanted.stream().mapToLong(one -> one.scope().project()).toArray())
                .bind(
                    "experiments",
                    wanted.stream()
                        .mapToLong(one -> one.candidate().experimentId().value())
                        .toArray())
                .bind("runs", texts(wanted, one -> one.runId().value()))
                .bind("names", texts(wanted, one -> one.candidate().name()))
                .bind("users", texts(wanted, one -> one.candidate().userId()))
                .bind(
                    "starts",
                    wanted.stream().map(one -> one.candidate().startTime()).toArray(Long[]::new))
                .bind(
                    "tagRuns",
                    wanted.stream()
                        .flatMap(
                            one -> one.candidate().tags().stream().map(_ -> one.runId().value()))
                        .toArray(String[]::new))
                .bind("keys", Tag.keys(tags))
                .bind("values", Tag.values(tags))
                .map(
                    (row, _) ->
                        homes.put(
                            row.getInt("number"),
                            new Home(row.getString("artifact_uri"), row.getBoolean("deleted"))))
                .list());
    return homes;
  }

  private static String[] texts(List<New> rows, Function<New, @Nullable String> text) {
    return rows.stream().map(text).toArray(String[]::new);
  }
}

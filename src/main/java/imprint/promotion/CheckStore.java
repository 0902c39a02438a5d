package imprint.promotion;

import imprint.project.Scope;
import imprint.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Function;

/** Rows of {@code candidate_check}. */
@ApplicationScoped
class CheckStore {
  private final Database database;

  CheckStore(Database database) {
    this.database = database;
  }

  private static final String ADD =
      """
      insert into candidate_check (project_id, run_id, name, status, url, issuer, actor)
      select :project, :run, name, status, url, issuer, :actor
      from unnest(:names, :statuses, :urls, :issuers) as reported (name, status, url, issuer)
      """;

  void add(Scope scope, String runId, List<Check> checks) {
    database.with(
        h ->
            h.createUpdate(ADD)
                .bind("project", scope.project())
                .bind("run", runId)
                .bind("actor", scope.actor())
                .bind("names", texts(checks, Check::name))
                .bind("statuses", texts(checks, Check::status))
                .bind("urls", texts(checks, Check::url))
                .bind("issuers", texts(checks, Check::issuer))
                .execute());
  }

  private static String[] texts(List<Check> checks, Function<Check, String> part) {
    return checks.stream().map(part).toArray(String[]::new);
  }

  private static final String NEWEST =
      """
      select distinct on (name) name, status, url, issuer, actor, reported_at
      from candidate_check
      where project_id = :project and run_id = :run
      order by name, id desc
      """;

  /** The newest of each name. */
  List<Check> newest(Scope scope, String runId) {
    return database.with(
        h ->
            h.createQuery(NEWEST)
                .bind("project", scope.project())
                .bind("run", runId)
                .map(
                    (row, context) ->
                        new Check(
                            row.getString("name"),
                            row.getString("status"),
                            row.getString("url"),
                            row.getString("issuer"),
                            row.getString("actor"),
                            row.getObject("reported_at", OffsetDateTime.class).toInstant()))
                .list());
  }
}

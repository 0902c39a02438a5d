package imprint.tracking;

import imprint.page.Page;
import imprint.project.Scope;
import imprint.search.CompiledSearch;
import imprint.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Searches of {@code candidate}: first the numbers of a page, then its rows with their data. */
@ApplicationScoped
class CandidateSearchStore {
  private final Database database;
  private final CandidateStore candidates;

  CandidateSearchStore(Database database, CandidateStore candidates) {
    this.database = database;
    this.candidates = candidates;
  }

  /** One experiment is the common case, which the index answers in order without a sort. */
  private static final String ONE_HOME = "c.experiment_id = (:experiments)[1]";

  private static final String SEVERAL_HOMES = "c.experiment_id = any(:experiments)";

  private static final String FIND =
      """
      select c.id, <columns>
      from candidate c
      <joins>
      where c.project_id = :project
        and <home>
        and (case when c.deleted_time is null then :active else :deleted end)
        and <filter>
        and <after>
      order by <order>
      limit :rows
      """;

  Page<Long> find(
      Scope scope, List<Long> experiments, CompiledSearch search, SearchRequest request) {
    return search.page(
        database.with(
            h -> {
              int[] row = {0};
              return search
                  .fill(h.createQuery(FIND))
                  .bind("project", scope.project())
                  .define("home", experiments.size() == 1 ? ONE_HOME : SEVERAL_HOMES)
                  .bind("experiments", experiments.stream().mapToLong(Long::longValue).toArray())
                  .bind("active", request.showsActive())
                  .bind("deleted", request.showsDeleted())
                  .map((result, context) -> search.key(result, row[0]++))
                  .list();
            }));
  }

  private static final String LOAD =
      "select "
          + CandidateStore.COLUMNS
          + " from unnest(:ids) with ordinality as wanted (id, position) join candidate c on c.id = wanted.id "
          + CandidateStore.DATA
          + " order by wanted.position";

  /** The candidates of these numbers, in their order. */
  List<Candidate> load(List<Long> ids) {
    return candidates.resolve(
        database.with(
            h ->
                h.createQuery(LOAD)
                    .bind("ids", ids.stream().mapToLong(Long::longValue).toArray())
                    .map(CandidateStore::read)
                    .list()));
  }
}

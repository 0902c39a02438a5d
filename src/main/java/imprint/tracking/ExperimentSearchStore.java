package imprint.tracking;

import imprint.page.Page;
import imprint.project.Scope;
import imprint.search.CompiledSearch;
import imprint.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Searches of {@code experiment}: first the numbers of a page, then its rows. */
@ApplicationScoped
class ExperimentSearchStore {
  private final Database database;

  ExperimentSearchStore(Database database) {
    this.database = database;
  }

  private static final String FIND =
      """
      select e.id, <columns>
      from experiment e
      <joins>
      where e.project_id = :project
        and (case when e.deleted_time is null then :active else :deleted end)
        and <filter>
        and <after>
      order by <order>
      limit :rows
      """;

  Page<Long> find(Scope scope, CompiledSearch search, SearchRequest request) {
    return search.page(
        database.with(
            h -> {
              int[] row = {0};
              return search
                  .fill(h.createQuery(FIND))
                  .bind("project", scope.project())
                  .bind("active", request.showsActive())
                  .bind("deleted", request.showsDeleted())
                  .map((result, context) -> search.key(result, row[0]++))
                  .list();
            }));
  }

  private static final String LOAD =
      """
      select e.id, e.name, e.artifact_location, e.creation_time, e.last_update_time, e.deleted_time,
             t.keys, t.vals
      from unnest(:ids) with ordinality as wanted (id, position)
      join experiment e on e.id = wanted.id
      cross join lateral (
        select array_agg(tag.key) as keys, array_agg(tag.value) as vals
        from (select key, value from experiment_tag where experiment_id = e.id order by key) tag
      ) t
      order by wanted.position
      """;

  /** The experiments of these numbers, in their order. */
  List<Experiment> load(List<Long> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    return database.with(
        h ->
            h.createQuery(LOAD)
                .bind("ids", ids.stream().mapToLong(Long::longValue).toArray())
                .map(ExperimentStore::read)
                .list());
  }
}

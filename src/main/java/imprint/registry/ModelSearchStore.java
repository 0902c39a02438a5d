package imprint.registry;

import imprint.page.Page;
import imprint.project.Scope;
import imprint.search.CompiledSearch;
import imprint.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;

/** Searches of {@code model} and {@code model_version} for the numbers of a page. */
@ApplicationScoped
class ModelSearchStore {
  private final Database database;

  ModelSearchStore(Database database) {
    this.database = database;
  }

  private static final String MODELS =
      """
      select m.id, <columns>
      from model m
      <joins>
      where m.project_id = :project and m.deleted_time is null
        and (:prompts or not exists (
          select from model_tag t where t.model_id = m.id and t.key = 'mlflow.prompt.is_prompt' and lower(t.value) = 'true'))
        and <filter>
        and <after>
      order by <order>
      limit :rows
      """;

  private static final String VERSIONS =
      """
      select v.id, <columns>
      from model_version v join model m on m.id = v.model_id
      <joins>
      where v.project_id = :project and v.deleted_time is null and m.deleted_time is null
        and (:prompts or not exists (
          select from model_version_tag t
          where t.version_id = v.id and t.key = 'mlflow.prompt.is_prompt' and lower(t.value) = 'true'))
        and <filter>
        and <after>
      order by <order>
      limit :rows
      """;

  Page<Long> models(Scope scope, CompiledSearch search, boolean prompts) {
    return find(MODELS, scope, search, prompts);
  }

  Page<Long> versions(Scope scope, CompiledSearch search, boolean prompts) {
    return find(VERSIONS, scope, search, prompts);
  }

  private Page<Long> find(String statement, Scope scope, CompiledSearch search, boolean prompts) {
    return search.page(
        database.with(
            h -> {
              int[] row = {0};
              return search
                  .fill(h.createQuery(statement))
                  .bind("project", scope.project())
                  .bind("prompts", prompts)
                  .map((result, context) -> search.key(result, row[0]++))
                  .list();
            }));
  }
}

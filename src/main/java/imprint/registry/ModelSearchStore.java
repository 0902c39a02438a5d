package imprint.registry;

import imprint.page.Page;
import imprint.project.Scope;
import imprint.search.CompiledSearch;
import imprint.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.statement.Query;

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

  private static final String VERSIONS_OF =
      """
      select v.id, <columns>
      from model_version v join model m on m.id = v.model_id
      <joins>
      where v.model_id = :model and v.deleted_time is null
        and <filter>
        and <after>
      order by <order>
      limit :rows
      """;

  /** The versions of one model, prompts or not. */
  Page<Long> versionsOf(long model, CompiledSearch search) {
    return find(VERSIONS_OF, search, query -> query.bind("model", model));
  }

  private Page<Long> find(String statement, Scope scope, CompiledSearch search, boolean prompts) {
    return find(
        statement,
        search,
        query -> query.bind("project", scope.project()).bind("prompts", prompts));
  }

  private Page<Long> find(String statement, CompiledSearch search, UnaryOperator<Query> binds) {
    return search.page(
        database.with(
            h -> {
              int[] row = {0};
              return binds
                  .apply(search.fill(h.createQuery(statement)))
                  .map((result, context) -> search.key(result, row[0]++))
                  .list();
            }));
  }
}

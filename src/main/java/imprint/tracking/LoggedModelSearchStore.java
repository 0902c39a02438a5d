package imprint.tracking;

import imprint.page.Page;
import imprint.project.Scope;
import imprint.search.CompiledSearch;
import imprint.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Searches of {@code logged_model}: first the numbers of a page, then its rows with their data. */
@ApplicationScoped
class LoggedModelSearchStore {
  private final Database database;
  private final LoggedModelStore models;

  LoggedModelSearchStore(Database database, LoggedModelStore models) {
    this.database = database;
    this.models = models;
  }

  private static final String FIND =
      """
      select m.id, <columns>
      from logged_model m
      <joins>
      where m.project_id = :project
        and m.experiment_id = any(:experiments)
        and m.deleted_time is null
        and (not :onDatasets or exists (
          select from logged_model_metric p
          join unnest(:names, :digests) as asked (name, digest)
            on p.dataset_name = asked.name and asked.digest in ('', p.dataset_digest)
          where p.logged_model_id = m.id
        ))
        and <filter>
        and <after>
      order by <order>
      limit :rows
      """;

  /**
   * Datasets without a clause on metrics ask for the models that have any metric on one of them, as
   * in MLflow.
   */
  Page<Long> find(
      Scope scope,
      List<Long> experiments,
      List<SearchLoggedModels.OnDataset> datasets,
      CompiledSearch search) {
    return search.page(
        database.with(
            h -> {
              int[] row = {0};
              return search
                  .fill(h.createQuery(FIND))
                  .bind("project", scope.project())
                  .bind("experiments", experiments.stream().mapToLong(Long::longValue).toArray())
                  .bind("onDatasets", !datasets.isEmpty() && !search.mentions("metrics"))
                  .bind(
                      "names",
                      datasets.stream()
                          .map(SearchLoggedModels.OnDataset::name)
                          .toArray(String[]::new))
                  .bind(
                      "digests",
                      datasets.stream()
                          .map(SearchLoggedModels.OnDataset::digest)
                          .toArray(String[]::new))
                  .map((result, context) -> search.key(result, row[0]++))
                  .list();
            }));
  }

  private static final String LOAD =
      "select "
          + LoggedModelStore.COLUMNS
          + " from unnest(:ids) with ordinality as wanted (id, position) join logged_model m on m.id = wanted.id "
          + LoggedModelStore.DATA
          + " order by wanted.position";

  /** The models of these numbers, in their order. */
  List<LoggedModel> load(List<Long> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    return models.resolve(
        database.with(
            h ->
                h.createQuery(LOAD)
                    .bind("ids", ids.stream().mapToLong(Long::longValue).toArray())
                    .map(LoggedModelRow::read)
                    .list()));
  }
}

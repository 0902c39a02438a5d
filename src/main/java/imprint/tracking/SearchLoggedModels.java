package imprint.tracking;

import imprint.page.Page;
import imprint.project.Scope;
import imprint.search.CompiledSearch;
import imprint.search.OrderItem;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds logged models. */
@ApplicationScoped
public class SearchLoggedModels {
  private final LoggedModelSearchStore store;

  SearchLoggedModels(LoggedModelSearchStore store) {
    this.store = store;
  }

  /**
   * A dataset whose points the clauses on metrics mean.
   *
   * @param digest empty for any
   */
  public record OnDataset(String name, String digest) {}

  /**
   * An item to sort by.
   *
   * @param field an attribute, {@code metrics.x}, {@code params.x} or {@code tags.x}
   * @param datasetName the dataset whose points count, or null for any
   */
  public record SortBy(
      String field,
      boolean ascending,
      @Nullable String datasetName,
      @Nullable String datasetDigest) {
    OrderItem item() {
      return LoggedModelVocabulary.orderBy(
          field,
          ascending,
          datasetName == null ? "" : datasetName,
          datasetDigest == null ? "" : datasetDigest);
    }
  }

  /**
   * A page of the active models of these experiments, newest first unless another order is asked
   * for.
   */
  public Page<LoggedModel> search(
      Scope scope,
      List<ExperimentId> experiments,
      String filter,
      List<OnDataset> datasets,
      List<SortBy> orderBy,
      int limit,
      Optional<String> pageToken) {
    List<Long> within = experiments.stream().map(ExperimentId::value).distinct().sorted().toList();
    CompiledSearch search =
        CompiledSearch.compile(
            "logged models",
            List.of(scope.project(), within, datasets),
            LoggedModelVocabulary.on(
                datasets.stream()
                    .map(on -> new LoggedModelVocabulary.Dataset(on.name(), on.digest()))
                    .toList()),
            filter,
            orderBy.stream().map(SortBy::item).toList(),
            pageToken,
            SearchRequest.checkLimit(limit));
    Page<Long> found = store.find(scope, within, datasets, search);
    return new Page<>(store.load(found.items()), found.nextToken());
  }
}

package imprint.registry;

import imprint.failure.Failure;
import imprint.page.Page;
import imprint.page.ReadPage;
import imprint.project.Scope;
import imprint.search.CompiledSearch;
import imprint.search.OrderItem;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/**
 * Finds models and versions. Prompts are found only by filters that name their tag, as in MLflow.
 */
@ApplicationScoped
public class SearchRegistry {
  /** The most models of a page. */
  public static final int MOST_MODELS = 1_000;

  /** The most versions of a page. */
  public static final int MOST_VERSIONS = 200_000;

  private final ModelSearchStore searches;
  private final ModelStore models;
  private final VersionStore versions;
  private final Models latest;

  SearchRegistry(
      ModelSearchStore searches, ModelStore models, VersionStore versions, Models latest) {
    this.searches = searches;
    this.models = models;
    this.versions = versions;
    this.latest = latest;
  }

  /** A page of models, by name unless another order is asked for. */
  public Page<Model> models(
      Scope scope, String filter, List<OrderItem> orderBy, int limit, Optional<String> token) {
    checkLimit(limit, MOST_MODELS);
    CompiledSearch search =
        CompiledSearch.compile(
            "models",
            List.of(scope.project()),
            RegistryVocabulary.MODELS,
            filter,
            orderBy,
            token,
            limit);
    Page<Long> found = searches.models(scope, search, mentionsPrompts(filter));
    return new Page<>(latest.withLatest(models.load(found.items())), found.nextToken());
  }

  /** A page of versions, the last changed first unless another order is asked for. */
  public Page<ModelVersion> versions(
      Scope scope, String filter, List<OrderItem> orderBy, int limit, Optional<String> token) {
    Page<Long> found = find(scope, filter, orderBy, limit, token);
    return new Page<>(versions.load(found.items()), found.nextToken());
  }

  /** The same for a page of any length: memory does not grow with it. */
  public ReadPage<ModelVersion> streamedVersions(
      Scope scope, String filter, List<OrderItem> orderBy, int limit, Optional<String> token) {
    return new ReadPage<>(find(scope, filter, orderBy, limit, token), versions::load);
  }

  private Page<Long> find(
      Scope scope, String filter, List<OrderItem> orderBy, int limit, Optional<String> token) {
    checkLimit(limit, MOST_VERSIONS);
    CompiledSearch search =
        CompiledSearch.compile(
            "versions",
            List.of(scope.project()),
            RegistryVocabulary.VERSIONS,
            filter,
            orderBy,
            token,
            limit);
    return searches.versions(scope, search, mentionsPrompts(filter));
  }

  /**
   * A page of the versions of one model, the newest number first unless another order is asked for.
   */
  public Page<ModelVersion> versionsOf(
      Scope scope,
      String model,
      String filter,
      List<OrderItem> orderBy,
      int limit,
      Optional<String> token) {
    checkLimit(limit, MOST_VERSIONS);
    long id = models.find(scope, model).orElseThrow(() -> Model.missing(model));
    CompiledSearch search =
        CompiledSearch.compile(
            "versions of a model",
            List.of(scope.project(), id),
            RegistryVocabulary.VERSIONS,
            filter,
            orderBy.isEmpty() ? List.of(OrderItem.descending("version_number")) : orderBy,
            token,
            limit);
    Page<Long> found = searches.versionsOf(id, search);
    return new Page<>(versions.load(found.items()), found.nextToken());
  }

  /** A filter that names the tag says itself what is to be done with prompts. */
  private static boolean mentionsPrompts(String filter) {
    return filter.contains(Model.IS_PROMPT);
  }

  private static void checkLimit(int limit, int most) {
    if (limit < 1 || limit > most) {
      throw new Failure.Invalid(
          "max_results",
          "Invalid value for max_results. It must be "
              + (limit < 1 ? "a positive integer" : "at most " + most)
              + ", but got "
              + limit);
    }
  }
}

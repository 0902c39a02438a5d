package imprint.tracking;

import imprint.page.Page;
import imprint.project.Scope;
import imprint.search.CompiledSearch;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Finds experiments. */
@ApplicationScoped
public class SearchExperiments {
  private final ExperimentSearchStore store;

  SearchExperiments(ExperimentSearchStore store) {
    this.store = store;
  }

  /** A page of the experiments of a project, newest first unless another order is asked for. */
  public Page<Experiment> search(Scope scope, SearchRequest request) {
    CompiledSearch search =
        CompiledSearch.compile(
            "experiments",
            List.of(scope.project(), request.view()),
            ExperimentVocabulary.VOCABULARY,
            request.filter(),
            request.orderBy(),
            request.pageToken(),
            request.limit());
    Page<Long> found = store.find(scope, search, request);
    return new Page<>(store.load(found.items()), found.nextToken());
  }
}

package imprint.tracking;

import imprint.page.Page;
import imprint.page.ReadPage;
import imprint.project.Scope;
import imprint.search.CompiledSearch;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Finds candidates. */
@ApplicationScoped
public class SearchCandidates {
  private final CandidateSearchStore store;

  SearchCandidates(CandidateSearchStore store) {
    this.store = store;
  }

  /**
   * A page of the candidates of these experiments, those started last first unless another order is
   * asked for. Without an experiment the page is empty, as in MLflow.
   */
  public ReadPage<Candidate> search(
      Scope scope, List<ExperimentId> experiments, SearchRequest request) {
    List<Long> within = experiments.stream().map(ExperimentId::value).distinct().sorted().toList();
    CompiledSearch search =
        CompiledSearch.compile(
            "candidates",
            List.of(scope.project(), request.view(), within),
            CandidateVocabulary.VOCABULARY,
            request.filter(),
            request.orderBy(),
            request.pageToken(),
            request.limit());
    if (within.isEmpty()) {
      return new ReadPage<>(new Page<>(List.of(), Optional.empty()), store::load);
    }
    return new ReadPage<>(store.find(scope, within, search, request), store::load);
  }
}

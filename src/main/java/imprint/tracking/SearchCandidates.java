package imprint.tracking;

import imprint.page.Page;
import imprint.project.Scope;
import imprint.search.CompiledSearch;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Finds candidates. */
@ApplicationScoped
public class SearchCandidates {
  /**
   * Candidates that are read and held at once; a page may be longer, memory does not grow with it.
   */
  private static final int CHUNK = 500;

  private final CandidateSearchStore store;

  SearchCandidates(CandidateSearchStore store) {
    this.store = store;
  }

  /** What a search found; the candidates are read while they are passed on. */
  public final class Found {
    private final Page<Long> page;

    private Found(Page<Long> page) {
      this.page = page;
    }

    /** The token of the next page, if there is one. */
    public Optional<String> nextToken() {
      return page.nextToken();
    }

    /** Whether the page holds nothing. */
    public boolean isEmpty() {
      return page.items().isEmpty();
    }

    /** Passes on each candidate of the page, in order. */
    public void forEach(Consumer<Candidate> consumer) {
      List<Long> ids = page.items();
      for (int from = 0; from < ids.size(); from += CHUNK) {
        store.load(ids.subList(from, Math.min(from + CHUNK, ids.size()))).forEach(consumer);
      }
    }
  }

  /**
   * A page of the candidates of these experiments, those started last first unless another order is
   * asked for. Without an experiment the page is empty, as in MLflow.
   */
  public Found search(Scope scope, List<ExperimentId> experiments, SearchRequest request) {
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
      return new Found(new Page<>(List.of(), Optional.empty()));
    }
    return new Found(store.find(scope, within, search, request));
  }
}

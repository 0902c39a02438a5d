package imprint.tracking;

import imprint.failure.Failure;
import imprint.project.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** What can be asked of datasets. They come into being as inputs; see {@link Lineages}. */
@ApplicationScoped
public class Datasets {
  private static final int MOST_EXPERIMENTS = 20;
  private static final int MOST_SUMMARIES = 1_000;

  private final DatasetStore store;

  Datasets(DatasetStore store) {
    this.store = store;
  }

  /**
   * What datasets were read in these experiments, and what for: at most 1,000 of them.
   *
   * @param experiments 1 to 20
   */
  public List<DatasetSummary> search(Scope scope, List<ExperimentId> experiments) {
    if (experiments.isEmpty()) {
      throw new Failure.Invalid(
          "experiment_ids", "SearchDatasets request must specify at least one experiment_id.");
    }
    if (experiments.size() > MOST_EXPERIMENTS) {
      throw new Failure.Invalid(
          "experiment_ids",
          "SearchDatasets request cannot specify more than "
              + MOST_EXPERIMENTS
              + " experiment_ids. Received "
              + experiments.size()
              + " experiment_ids.");
    }
    return store.summaries(scope, experiments, MOST_SUMMARIES);
  }
}

package imprint.registry;

import org.jspecify.annotations.Nullable;

/**
 * A candidate that is related to another by what was logged.
 *
 * @param runId as it was named; such a candidate may be unknown here
 * @param relation {@code dataset_run}: named as data; {@code parent}: named as the parent
 * @param of the run id of the candidate that this one named, or that named this one
 * @param depth how many relations lie between, from 1
 * @param known what is known of it here; null for a candidate of another server
 */
public record Kin(String runId, String relation, String of, int depth, @Nullable Known known) {
  /**
   * What is known of a candidate.
   *
   * @param experiment the id of its experiment
   * @param isDataset whether its tag {@code imprint.kind} says dataset
   */
  public record Known(
      String name, String experiment, String status, boolean isDataset, boolean isDeleted) {}
}

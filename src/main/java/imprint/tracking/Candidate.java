package imprint.tracking;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A candidate: a training run, with what was logged for it. Times are milliseconds since the epoch.
 *
 * @param deletedTime when it was deleted, or null
 * @param metrics the latest point of each metric
 */
public record Candidate(
    RunId runId,
    ExperimentId experimentId,
    String name,
    String userId,
    RunStatus status,
    @Nullable Long startTime,
    @Nullable Long endTime,
    @Nullable Long deletedTime,
    String artifactUri,
    List<MetricPoint> metrics,
    List<Tag> params,
    List<Tag> tags) {

  /** Whether it may be changed and logged to. */
  public boolean isActive() {
    return deletedTime == null;
  }
}

package imprint.tracking;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A candidate: a training run, with what was logged for it. Times are milliseconds since the epoch.
 *
 * @param deletedTime when it was deleted, or null
 * @param metrics the latest point of each metric
 * @param lineage what went into it and what came out of it
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
    List<Tag> tags,
    Lineage lineage) {

  /** Whether it may be changed and logged to. */
  public boolean isActive() {
    return deletedTime == null;
  }

  Candidate with(List<MetricPoint> points, Lineage known) {
    return new Candidate(
        runId,
        experimentId,
        name,
        userId,
        status,
        startTime,
        endTime,
        deletedTime,
        artifactUri,
        points,
        params,
        tags,
        known);
  }
}

package imprint.tracking;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model that a training produced, before anything is registered. Times are milliseconds since the
 * epoch.
 *
 * @param sourceRunId the id of the run that made it, or empty; MLflow does not ask that it exists
 * @param deletedTime when it was deleted, or null
 * @param metrics the latest point of each metric and dataset
 */
public record LoggedModel(
    LoggedModelId id,
    ExperimentId experimentId,
    String name,
    String artifactUri,
    LoggedModelStatus status,
    @Nullable String statusMessage,
    String modelType,
    String sourceRunId,
    long creationTime,
    long lastUpdatedTime,
    @Nullable Long deletedTime,
    List<Tag> params,
    List<Tag> tags,
    List<ModelPoint> metrics) {

  /** Whether it is not deleted. */
  public boolean isActive() {
    return deletedTime == null;
  }

  LoggedModel withMetrics(List<ModelPoint> points) {
    return new LoggedModel(
        id,
        experimentId,
        name,
        artifactUri,
        status,
        statusMessage,
        modelType,
        sourceRunId,
        creationTime,
        lastUpdatedTime,
        deletedTime,
        params,
        tags,
        points);
  }
}

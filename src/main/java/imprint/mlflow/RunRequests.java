package imprint.mlflow;

import imprint.mlflow.json.BodyLimit;
import imprint.mlflow.json.Required;
import imprint.mlflow.json.WireRequest;
import imprint.tracking.Batch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bodies that the endpoints of runs take. {@code run_uuid} may stand in for {@code run_id}, as
 * old clients have it.
 */
final class RunRequests {
  private RunRequests() {}

  @BodyLimit(mebibytes = 16)
  record CreateRun(
      @Nullable String experimentId,
      @Nullable String userId,
      @Nullable String runName,
      @Nullable Long startTime,
      List<KeyValue> tags)
      implements WireRequest {}

  record UpdateRun(
      @Required(or = "run_uuid") String runId,
      @Nullable String runUuid,
      @Nullable WireRunStatus status,
      @Nullable Long endTime,
      @Nullable String runName)
      implements WireRequest {}

  record RunById(@Required(or = "run_uuid") String runId, @Nullable String runUuid)
      implements WireRequest {}

  record LogMetric(
      @Required(or = "run_uuid") String runId,
      @Nullable String runUuid,
      @Required String key,
      @Required Double value,
      @Required Long timestamp,
      @Nullable Long step,
      @Nullable String modelId,
      @Nullable String datasetName,
      @Nullable String datasetDigest)
      implements WireRequest {
    Batch batch() {
      WireMetric metric =
          new WireMetric(key, value, timestamp, step, datasetName, datasetDigest, modelId, null);
      return metric
          .toModelPoint(runId)
          .map(Batch::ofModelMetric)
          .orElseGet(() -> Batch.ofMetric(metric.toDomain()));
    }
  }

  record SetRunText(
      @Required(or = "run_uuid") String runId,
      @Nullable String runUuid,
      @Required String key,
      @Nullable String value)
      implements WireRequest {
    KeyValue pair() {
      return new KeyValue(key, value);
    }
  }

  record SearchRuns(
      List<String> experimentIds,
      @Nullable String filter,
      @Nullable WireViewType runViewType,
      @Nullable Long maxResults,
      List<String> orderBy,
      @Nullable String pageToken)
      implements WireRequest {}

  record DeleteRunTag(@Required String runId, @Required String key) implements WireRequest {}

  @BodyLimit(mebibytes = 16)
  record LogBatch(
      @Required String runId, List<WireMetric> metrics, List<KeyValue> params, List<KeyValue> tags)
      implements WireRequest {
    Batch batch() {
      return new Batch(
          metrics.stream().map(WireMetric::toDomain).toList(),
          KeyValue.toDomain(params),
          KeyValue.toDomain(tags),
          metrics.stream().flatMap(metric -> metric.toModelPoint(runId).stream()).toList());
    }
  }
}

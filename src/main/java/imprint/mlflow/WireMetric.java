package imprint.mlflow;

import imprint.mlflow.json.Required;
import imprint.mlflow.json.WireRequest;
import imprint.tracking.LoggedModelId;
import imprint.tracking.MetricPoint;
import imprint.tracking.ModelPoint;
import imprint.tracking.RunId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A metric point in JSON. NaN and the infinities are the texts {@code "NaN"}, {@code "Infinity"},
 * {@code "-Infinity"}.
 */
record WireMetric(
    @Required String key,
    @Required Double value,
    @Required Long timestamp,
    @Nullable Long step,
    @Nullable String datasetName,
    @Nullable String datasetDigest,
    @Nullable String modelId,
    @Nullable String runId)
    implements WireRequest {

  MetricPoint toDomain() {
    return new MetricPoint(key, value, timestamp, step == null ? 0 : step);
  }

  /** The point as one of the model that it names; {@code run} is the run that logs it. */
  Optional<ModelPoint> toModelPoint(String run) {
    return modelId == null || modelId.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ModelPoint(
                new LoggedModelId(modelId),
                new RunId(run),
                toDomain(),
                datasetName == null ? "" : datasetName,
                datasetDigest == null ? "" : datasetDigest));
  }

  static WireMetric of(ModelPoint given) {
    MetricPoint point = given.point();
    return new WireMetric(
        point.key(),
        point.value(),
        point.timestamp(),
        point.step(),
        given.datasetName().isEmpty() ? null : given.datasetName(),
        given.datasetDigest().isEmpty() ? null : given.datasetDigest(),
        given.modelId().value(),
        given.runId().value());
  }

  static WireMetric of(MetricPoint point) {
    return new WireMetric(
        point.key(), point.value(), point.timestamp(), point.step(), null, null, null, null);
  }

  static @Nullable List<WireMetric> ofAll(List<MetricPoint> points) {
    return points.isEmpty() ? null : points.stream().map(WireMetric::of).toList();
  }
}

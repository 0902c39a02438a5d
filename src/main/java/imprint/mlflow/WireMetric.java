package imprint.mlflow;

import imprint.mlflow.json.Required;
import imprint.mlflow.json.WireRequest;
import imprint.tracking.MetricPoint;
import java.util.List;
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

  static WireMetric of(MetricPoint point) {
    return new WireMetric(
        point.key(), point.value(), point.timestamp(), point.step(), null, null, null, null);
  }

  static @Nullable List<WireMetric> ofAll(List<MetricPoint> points) {
    return points.isEmpty() ? null : points.stream().map(WireMetric::of).toList();
  }
}

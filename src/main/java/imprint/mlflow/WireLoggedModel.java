package imprint.mlflow;

import imprint.tracking.LoggedModel;
import imprint.tracking.ModelPoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A logged model in JSON. */
record WireLoggedModel(LoggedModelInfo info, LoggedModelData data) {
  record LoggedModelInfo(
      String modelId,
      String experimentId,
      String name,
      long creationTimestampMs,
      long lastUpdatedTimestampMs,
      String artifactUri,
      WireLoggedModelStatus status,
      String modelType,
      String sourceRunId,
      @Nullable String statusMessage,
      @Nullable List<KeyValue> tags) {}

  record LoggedModelData(@Nullable List<KeyValue> params, @Nullable List<WireMetric> metrics) {}

  static WireLoggedModel of(LoggedModel model) {
    LoggedModelInfo info =
        new LoggedModelInfo(
            model.id().value(),
            model.experimentId().toString(),
            model.name(),
            model.creationTime(),
            model.lastUpdatedTime(),
            model.artifactUri(),
            WireLoggedModelStatus.of(model.status()),
            model.modelType(),
            model.sourceRunId(),
            model.statusMessage(),
            KeyValue.ofAll(model.tags()));
    List<ModelPoint> points = model.metrics();
    return new WireLoggedModel(
        info,
        new LoggedModelData(
            KeyValue.ofAll(model.params()),
            points.isEmpty() ? null : points.stream().map(WireMetric::of).toList()));
  }
}

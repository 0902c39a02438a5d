package imprint.mlflow;

import imprint.tracking.Candidate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run in JSON. Parts that hold nothing are left out, except {@code inputs}, which MLflow always
 * writes.
 */
record WireRun(RunInfo info, Data data, Inputs inputs, @Nullable Outputs outputs) {
  record RunInfo(
      String runUuid,
      String experimentId,
      String runName,
      String userId,
      String status,
      @Nullable Long startTime,
      @Nullable Long endTime,
      String artifactUri,
      String lifecycleStage,
      String runId) {}

  record Data(
      @Nullable List<WireMetric> metrics,
      @Nullable List<KeyValue> params,
      @Nullable List<KeyValue> tags) {}

  record Inputs() {}

  record Outputs() {}

  static RunInfo info(Candidate candidate) {
    return new RunInfo(
        candidate.runId().value(),
        candidate.experimentId().toString(),
        candidate.name(),
        candidate.userId(),
        candidate.status().name(),
        candidate.startTime(),
        candidate.endTime(),
        candidate.artifactUri(),
        WireExperiment.stage(candidate.isActive()),
        candidate.runId().value());
  }

  static WireRun of(Candidate candidate) {
    Data data =
        new Data(
            WireMetric.ofAll(candidate.metrics()),
            KeyValue.ofAll(candidate.params()),
            KeyValue.ofAll(candidate.tags()));
    return new WireRun(info(candidate), data, new Inputs(), null);
  }
}

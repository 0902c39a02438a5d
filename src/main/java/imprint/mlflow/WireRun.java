package imprint.mlflow;

import imprint.tracking.Candidate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run in JSON. Parts that hold nothing are left out, except {@code inputs}, which MLflow always
 * writes.
 */
record WireRun(RunInfo info, RunData data, RunInputs inputs, @Nullable RunOutputs outputs) {
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

  record RunData(
      @Nullable List<WireMetric> metrics,
      @Nullable List<KeyValue> params,
      @Nullable List<KeyValue> tags) {}

  record RunInputs() {}

  record RunOutputs() {}

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
    RunData data =
        new RunData(
            WireMetric.ofAll(candidate.metrics()),
            KeyValue.ofAll(candidate.params()),
            KeyValue.ofAll(candidate.tags()));
    return new WireRun(info(candidate), data, new RunInputs(), null);
  }
}

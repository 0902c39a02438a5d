package imprint.mlflow;

import imprint.tracking.Candidate;
import imprint.tracking.Lineage;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A run in JSON. Lists that hold nothing are left out; {@code inputs} and {@code outputs} are
 * written also when they are empty, as MLflow writes them.
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

  record RunInputs(
      @Nullable List<WireDataset.LoggedDatasetInput> datasetInputs,
      @Nullable List<RunModelInput> modelInputs) {}

  record RunModelInput(String modelId) {}

  record RunOutputs(@Nullable List<RunModelOutput> modelOutputs) {}

  record RunModelOutput(String modelId, long step) {}

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

  /** A run that was just started, which cannot have outputs. */
  static WireRun started(Candidate candidate) {
    return new WireRun(info(candidate), data(candidate), new RunInputs(null, null), null);
  }

  static WireRun of(Candidate candidate) {
    Lineage lineage = candidate.lineage();
    RunInputs inputs =
        new RunInputs(
            ofAll(lineage.datasets(), WireDataset.DatasetInputEntry::of),
            ofAll(lineage.modelInputs(), model -> new RunModelInput(model.value())));
    RunOutputs outputs =
        new RunOutputs(
            ofAll(
                lineage.modelOutputs(),
                output -> new RunModelOutput(output.modelId().value(), output.step())));
    return new WireRun(info(candidate), data(candidate), inputs, outputs);
  }

  private static RunData data(Candidate candidate) {
    return new RunData(
        WireMetric.ofAll(candidate.metrics()),
        KeyValue.ofAll(candidate.params()),
        KeyValue.ofAll(candidate.tags()));
  }

  private static <T, W> @Nullable List<W> ofAll(List<T> all, Function<T, W> toWire) {
    return all.isEmpty() ? null : all.stream().map(toWire).toList();
  }
}

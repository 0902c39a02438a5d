package imprint.tracking;

/**
 * A metric point of a logged model.
 *
 * @param runId the candidate that logged it
 * @param datasetName the dataset it was measured on, with its digest; both empty when none is named
 */
public record ModelPoint(
    LoggedModelId modelId,
    RunId runId,
    MetricPoint point,
    String datasetName,
    String datasetDigest) {

  void check(String prefix) {
    Limits.length(prefix + "dataset_name", "Dataset name", datasetName, Limits.DATASET_NAME);
    Limits.length(
        prefix + "dataset_digest", "Dataset digest", datasetDigest, Limits.DATASET_DIGEST);
  }

  ModelPoint named(String key) {
    MetricPoint named = new MetricPoint(key, point.value(), point.timestamp(), point.step());
    return new ModelPoint(modelId, runId, named, datasetName, datasetDigest);
  }
}

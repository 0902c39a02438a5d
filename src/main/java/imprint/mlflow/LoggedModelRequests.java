package imprint.mlflow;

import imprint.mlflow.json.BodyLimit;
import imprint.mlflow.json.Required;
import imprint.mlflow.json.WireRequest;
import imprint.tracking.ExperimentId;
import imprint.tracking.NewLoggedModel;
import imprint.tracking.SearchLoggedModels;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bodies that the endpoints of logged models take. */
final class LoggedModelRequests {
  private LoggedModelRequests() {}

  @BodyLimit(mebibytes = 16)
  record CreateLoggedModel(
      @Required String experimentId,
      @Nullable String name,
      @Nullable String modelType,
      @Nullable String sourceRunId,
      List<KeyValue> params,
      List<KeyValue> tags)
      implements WireRequest {
    NewLoggedModel toDomain() {
      return new NewLoggedModel(
          ExperimentId.parse(experimentId),
          name == null || name.isEmpty() ? null : name,
          modelType == null ? "" : modelType,
          sourceRunId == null ? "" : sourceRunId,
          KeyValue.toDomain(params),
          KeyValue.toDomain(tags));
    }
  }

  record FinalizeLoggedModel(@Required String modelId, @Required WireLoggedModelStatus status)
      implements WireRequest {}

  @BodyLimit(mebibytes = 16)
  record SetLoggedModelTags(List<KeyValue> tags) implements WireRequest {}

  @BodyLimit(mebibytes = 16)
  record AddLoggedModelParams(List<KeyValue> params) implements WireRequest {}

  record OnDataset(@Required String datasetName, @Nullable String datasetDigest)
      implements WireRequest {
    SearchLoggedModels.OnDataset toDomain() {
      return new SearchLoggedModels.OnDataset(
          datasetName, datasetDigest == null ? "" : datasetDigest);
    }
  }

  record LoggedModelOrder(
      @Required String fieldName,
      @Nullable Boolean ascending,
      @Nullable String datasetName,
      @Nullable String datasetDigest)
      implements WireRequest {
    SearchLoggedModels.SortBy toDomain() {
      return new SearchLoggedModels.SortBy(
          fieldName, ascending == null || ascending, datasetName, datasetDigest);
    }
  }

  record FindLoggedModels(
      @Required List<String> experimentIds,
      @Nullable String filter,
      List<OnDataset> datasets,
      @Nullable Integer maxResults,
      List<LoggedModelOrder> orderBy,
      @Nullable String pageToken)
      implements WireRequest {}
}

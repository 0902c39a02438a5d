package imprint.mlflow;

import imprint.mlflow.json.Required;
import imprint.mlflow.json.WireRequest;
import imprint.tracking.Dataset;
import imprint.tracking.DatasetInput;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A dataset in JSON. */
record WireDataset(
    @Required String name,
    @Required String digest,
    @Required String sourceType,
    @Required String source,
    @Nullable String schema,
    @Nullable String profile)
    implements WireRequest {

  /** A dataset as an input of a run. */
  record DatasetInputEntry(List<KeyValue> tags, @Required WireDataset dataset)
      implements WireRequest {
    DatasetInput toDomain() {
      return new DatasetInput(dataset.toDomain(), KeyValue.toDomain(tags));
    }

    static LoggedDatasetInput of(DatasetInput input) {
      return new LoggedDatasetInput(KeyValue.ofAll(input.tags()), WireDataset.of(input.dataset()));
    }
  }

  /** The same in a reply, which leaves out what is empty. */
  record LoggedDatasetInput(@Nullable List<KeyValue> tags, WireDataset dataset) {}

  private Dataset toDomain() {
    return new Dataset(name, digest, sourceType, source, schema, profile);
  }

  private static WireDataset of(Dataset dataset) {
    return new WireDataset(
        dataset.name(),
        dataset.digest(),
        dataset.sourceType(),
        dataset.source(),
        dataset.schema(),
        dataset.profile());
  }
}

package imprint.mlflow;

import imprint.access.Caller;
import imprint.access.Needs;
import imprint.access.Permission;
import imprint.mlflow.json.WireRequest;
import imprint.tracking.DatasetSummary;
import imprint.tracking.Datasets;
import imprint.tracking.ExperimentId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tags;
import org.jspecify.annotations.Nullable;

/** The datasets of experiments, which MLflow offers to its web page only. */
@Path("/ajax-api/2.0/mlflow/experiments/search-datasets")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tags(refs = "Experiments")
public class DatasetsResource {
  private final Datasets datasets;
  private final Caller caller;

  DatasetsResource(Datasets datasets, Caller caller) {
    this.datasets = datasets;
    this.caller = caller;
  }

  record SearchDatasets(List<String> experimentIds) implements WireRequest {}

  record FoundDataset(String experimentId, String name, String digest, @Nullable String context) {
    static FoundDataset of(DatasetSummary summary) {
      return new FoundDataset(
          summary.experimentId().toString(), summary.name(), summary.digest(), summary.context());
    }
  }

  record FoundDatasets(@Nullable List<FoundDataset> datasetSummaries) {}

  @POST
  @Needs(Permission.TRACKING_READ)
  @Operation(
      summary = "Search the datasets of experiments",
      description =
          "Name, digest and context of the datasets that runs of at most 20 experiments have read: at most 1000 summaries.")
  public FoundDatasets search(SearchDatasets request) {
    List<FoundDataset> found =
        datasets
            .search(
                caller.scope(),
                request.experimentIds().stream().map(ExperimentId::parse).distinct().toList())
            .stream()
            .map(FoundDataset::of)
            .toList();
    return new FoundDatasets(found.isEmpty() ? null : found);
  }
}

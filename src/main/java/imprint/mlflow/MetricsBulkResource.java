package imprint.mlflow;

import imprint.access.Caller;
import imprint.access.Needs;
import imprint.access.Permission;
import imprint.tracking.MetricHistory;
import imprint.tracking.RunId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tags;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Whole histories of several runs, which MLflow offers to its web page only. */
@Path("/ajax-api/2.0/mlflow/metrics/get-history-bulk")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tags(refs = "Metrics")
public class MetricsBulkResource {
  private final MetricHistory history;
  private final Caller caller;

  MetricsBulkResource(MetricHistory history, Caller caller) {
    this.history = history;
    this.caller = caller;
  }

  @GET
  @Needs(Permission.TRACKING_READ)
  @Operation(
      summary = "Get histories of a metric of several runs",
      description =
          "Of at most 100 runs (run_id, repeated) up to max_results points in all (default and at most 25000), by run id,"
              + " timestamp, step, value.")
  public StreamingOutput getHistoryBulk(
      @RestQuery("run_id") List<String> runIds,
      @RestQuery("metric_key") @Nullable String metricKey,
      @RestQuery("max_results") @Nullable String maxResults) {
    List<RunId> runs = Arguments.required("run_id", runIds).stream().map(RunId::new).toList();
    String key = Arguments.required("metric_key", metricKey);
    Integer most = Arguments.int32("max_results", maxResults);
    return MetricStream.ofBulk(
        history.readAll(
            caller.scope(), runs, key, most == null ? MetricHistory.MOST_POINTS : most));
  }
}

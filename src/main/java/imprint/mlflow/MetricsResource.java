package imprint.mlflow;

import imprint.access.Caller;
import imprint.access.Needs;
import imprint.access.Permission;
import imprint.tracking.CandidatePoint;
import imprint.tracking.HistoryReader;
import imprint.tracking.MetricHistory;
import imprint.tracking.RunId;
import imprint.tracking.StepInterval;
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

/** {@code /mlflow/metrics}: every point of a metric. */
@Path("/{wire:api|ajax-api}/2.0/mlflow/metrics")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tags(refs = "Metrics")
public class MetricsResource {
  private final MetricHistory history;
  private final Caller caller;

  MetricsResource(MetricHistory history, Caller caller) {
    this.history = history;
    this.caller = caller;
  }

  @GET
  @Path("/get-history")
  @Needs(Permission.TRACKING_READ)
  @Operation(
      summary = "Get the history of a metric",
      description =
          "Every point of one metric of a run, by timestamp, step, value. Without max_results all of them; with it, a"
              + " page and a next_page_token while there are more. A run or metric that does not exist has no points.")
  public StreamingOutput getHistory(
      @RestQuery("run_id") @Nullable String runId,
      @RestQuery("run_uuid") @Nullable String runUuid,
      @RestQuery("metric_key") @Nullable String metricKey,
      @RestQuery("page_token") @Nullable String pageToken,
      @RestQuery("max_results") @Nullable String maxResults) {
    HistoryReader points =
        history.read(
            caller.scope(),
            new RunId(Arguments.required("run_id", runId, runUuid)),
            Arguments.required("metric_key", metricKey),
            Arguments.optional("page_token", pageToken),
            Arguments.int32("max_results", maxResults));
    return MetricStream.of(points);
  }

  @GET
  @Path("/get-history-bulk-interval")
  @Needs(Permission.TRACKING_READ)
  @Operation(
      summary = "Get sampled histories of a metric of several runs",
      description =
          "For charts: of each of at most 100 run_ids up to max_results points (1 to 2500, default 2500) with a step from"
              + " start_step to end_step, by step, timestamp, value. Of a run with more points the sample keeps the"
              + " first, the last, and the least and the greatest value of each of its even parts.")
  public StreamingOutput getHistoryBulkInterval(
      @RestQuery("run_ids") List<String> runIds,
      @RestQuery("metric_key") @Nullable String metricKey,
      @RestQuery("start_step") @Nullable String startStep,
      @RestQuery("end_step") @Nullable String endStep,
      @RestQuery("max_results") @Nullable String maxResults) {
    List<RunId> runs = Arguments.required("run_ids", runIds).stream().map(RunId::new).toList();
    String key = Arguments.required("metric_key", metricKey);
    StepInterval interval =
        StepInterval.of(
            Arguments.int64("start_step", startStep), Arguments.int64("end_step", endStep));
    Integer most = Arguments.int32("max_results", maxResults);
    List<CandidatePoint> points =
        history.readInterval(
            caller.scope(),
            runs,
            key,
            interval,
            most == null ? MetricHistory.MOST_IN_INTERVAL : most);
    return MetricStream.of(points);
  }
}

package imprint.mlflow;

import com.fasterxml.jackson.databind.ObjectMapper;
import imprint.access.Caller;
import imprint.access.Needs;
import imprint.access.Permission;
import imprint.failure.Failure;
import imprint.http.RepeatableCalls;
import imprint.tracking.Batch;
import imprint.tracking.Candidates;
import imprint.tracking.ExperimentId;
import imprint.tracking.NewCandidate;
import imprint.tracking.RunId;
import imprint.tracking.SearchCandidates;
import imprint.tracking.SearchRequest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tags;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** {@code /mlflow/runs}: creating, reading and changing runs. */
@Path("/{wire:api|ajax-api}/2.0/mlflow/runs")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tags(refs = "Runs")
public class RunsResource {
  private static final int OK = Response.Status.OK.getStatusCode();
  private static final long DEFAULT_ROWS = 1000;

  private final Candidates candidates;
  private final SearchCandidates searches;
  private final Caller caller;
  private final RepeatableCalls repeatable;
  private final ObjectMapper json;

  RunsResource(
      Candidates candidates,
      SearchCandidates searches,
      Caller caller,
      RepeatableCalls repeatable,
      ObjectMapper json) {
    this.candidates = candidates;
    this.searches = searches;
    this.caller = caller;
    this.repeatable = repeatable;
    this.json = json;
  }

  record OneRun(WireRun run) {}

  record OneRunInfo(WireRun.RunInfo runInfo) {}

  @POST
  @Path("/create")
  @Needs(Permission.TRACKING_WRITE)
  @Operation(
      summary = "Start a run",
      description =
          "In an active experiment. The run is RUNNING; its name is run_name, else the tag mlflow.runName, else the"
              + " server invents one. start_time is in milliseconds since the epoch. Takes an Idempotency-Key.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = OneRun.class)))
  public Response create(@Context HttpServerRequest http, RunRequests.CreateRun request) {
    return repeatable.create(http, request, OK, () -> created(request));
  }

  private OneRun created(RunRequests.CreateRun request) {
    if (request.experimentId() == null || request.experimentId().isEmpty()) {
      throw new Failure.Invalid(
          "experiment_id", "Missing value for required parameter 'experiment_id'.");
    }
    NewCandidate asked =
        new NewCandidate(
            ExperimentId.parse(request.experimentId()),
            request.runName(),
            request.userId() == null ? "" : request.userId(),
            request.startTime(),
            KeyValue.toDomain(request.tags()));
    return new OneRun(WireRun.started(candidates.create(caller.scope(), asked)));
  }

  @GET
  @Path("/get")
  @Needs(Permission.TRACKING_READ)
  @Operation(
      summary = "Get a run",
      description =
          "With its latest metrics, params, tags, inputs and outputs; also when it is deleted.")
  public OneRun get(
      @RestQuery("run_id") @Nullable String runId,
      @RestQuery("run_uuid") @Nullable String runUuid) {
    RunId id = new RunId(Arguments.required("run_id", runId, runUuid));
    return new OneRun(WireRun.of(candidates.get(caller.scope(), id)));
  }

  /** What a search writes, for the description of the API. */
  record FoundRuns(@Nullable List<WireRun> runs, @Nullable String nextPageToken) {}

  @POST
  @Path("/search")
  @Needs(Permission.TRACKING_READ)
  @Operation(
      summary = "Search runs",
      description =
          "Runs of the named experiments; none named, none found. filter is MLflow's language with OR, NOT and"
              + " parentheses besides; order_by up to 20 items, then newest first; max_results 1 to 50000, 1000 when"
              + " absent. next_page_token continues the same search only.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = FoundRuns.class)))
  public StreamingOutput search(RunRequests.SearchRuns request) {
    SearchRequest asked =
        SearchParts.of(
            request.filter(),
            request.orderBy(),
            request.runViewType(),
            request.maxResults() == null ? DEFAULT_ROWS : request.maxResults(),
            request.pageToken());
    List<ExperimentId> experiments =
        request.experimentIds().stream().map(ExperimentId::parse).toList();
    return new StreamedPage<>(
        json, "runs", searches.search(caller.scope(), experiments, asked), WireRun::of);
  }

  @POST
  @Path("/update")
  @Needs(Permission.TRACKING_WRITE)
  @Operation(
      summary = "Change a run's status, end time or name",
      description = "Only what is given changes; a deleted run answers 400.")
  public OneRunInfo update(RunRequests.UpdateRun request) {
    return new OneRunInfo(
        WireRun.info(
            candidates.update(
                caller.scope(),
                new RunId(request.runId()),
                request.status() == null ? null : request.status().toDomain(),
                request.endTime(),
                request.runName())));
  }

  @POST
  @Path("/delete")
  @Needs(Permission.TRACKING_DELETE)
  @Operation(
      summary = "Delete a run",
      description = "Marks it deleted; its data stays. Again is no error.")
  public Reply delete(RunRequests.RunById request) {
    candidates.delete(caller.scope(), new RunId(request.runId()));
    return Reply.EMPTY;
  }

  @POST
  @Path("/restore")
  @Needs(Permission.TRACKING_DELETE)
  @Operation(summary = "Restore a deleted run", description = "Again is no error.")
  public Reply restore(RunRequests.RunById request) {
    candidates.restore(caller.scope(), new RunId(request.runId()));
    return Reply.EMPTY;
  }

  @POST
  @Path("/log-metric")
  @Needs(Permission.TRACKING_WRITE)
  @Operation(
      summary = "Log one metric point",
      description =
          "value is any double (\"NaN\", \"Infinity\", \"-Infinity\" as text), timestamp milliseconds since the epoch,"
              + " step any 64-bit integer, 0 when absent. The same point again adds nothing.")
  public Reply logMetric(RunRequests.LogMetric request) {
    return log(request.runId(), request.batch());
  }

  @POST
  @Path("/log-parameter")
  @Needs(Permission.TRACKING_WRITE)
  @Operation(
      summary = "Log one param",
      description =
          "Key up to 250 characters, value up to 65536, never cut. Another value for a kept key answers 400.")
  public Reply logParameter(RunRequests.SetRunText request) {
    return log(request.runId(), Batch.ofParam(request.pair().toDomain()));
  }

  @POST
  @Path("/set-tag")
  @Needs(Permission.TRACKING_WRITE)
  @Operation(
      summary = "Set a tag of a run",
      description =
          "Key up to 250 characters, value up to 65536, never cut. The tag mlflow.runName renames the run.")
  public Reply setTag(RunRequests.SetRunText request) {
    return log(request.runId(), Batch.ofTag(request.pair().toDomain()));
  }

  @POST
  @Path("/log-batch")
  @Needs(Permission.TRACKING_WRITE)
  @Operation(
      summary = "Log metrics, params and tags",
      description =
          "At most 1000 metrics, 100 params, 100 tags, 1000 together; kept whole or not at all. The same batch again"
              + " adds nothing.")
  public Reply logBatch(RunRequests.LogBatch request) {
    new RunId(request.runId()).requireWellFormed();
    return log(request.runId(), request.batch());
  }

  @POST
  @Path("/delete-tag")
  @Needs(Permission.TRACKING_WRITE)
  @Operation(summary = "Delete a tag of a run", description = "404 when there is no such tag.")
  public Reply deleteTag(RunRequests.DeleteRunTag request) {
    candidates.deleteTag(caller.scope(), new RunId(request.runId()), request.key());
    return Reply.EMPTY;
  }

  private Reply log(String runId, Batch batch) {
    candidates.log(caller.scope(), new RunId(runId), batch);
    return Reply.EMPTY;
  }
}

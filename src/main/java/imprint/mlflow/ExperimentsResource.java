package imprint.mlflow;

import imprint.access.Caller;
import imprint.access.Needs;
import imprint.access.Permission;
import imprint.http.RepeatableCalls;
import imprint.mlflow.json.WireEnums;
import imprint.mlflow.json.WireText;
import imprint.page.Page;
import imprint.tracking.Experiment;
import imprint.tracking.ExperimentId;
import imprint.tracking.Experiments;
import imprint.tracking.SearchExperiments;
import imprint.tracking.SearchRequest;
import imprint.tracking.Tag;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tags;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** {@code /mlflow/experiments}: see MLflow's REST API. */
@Path("/{wire:api|ajax-api}/2.0/mlflow/experiments")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tags(refs = "Experiments")
public class ExperimentsResource {
  private static final int OK = Response.Status.OK.getStatusCode();

  private final Experiments experiments;
  private final SearchExperiments searches;
  private final Caller caller;
  private final RepeatableCalls repeatable;

  ExperimentsResource(
      Experiments experiments,
      SearchExperiments searches,
      Caller caller,
      RepeatableCalls repeatable) {
    this.experiments = experiments;
    this.searches = searches;
    this.caller = caller;
    this.repeatable = repeatable;
  }

  record CreatedExperiment(String experimentId) {}

  record OneExperiment(WireExperiment experiment) {}

  @POST
  @Path("/create")
  @Needs(Permission.TRACKING_WRITE)
  @Operation(
      summary = "Create an experiment",
      description =
          "The name, up to 500 characters, is unique among active and deleted experiments; one in use answers 400"
              + " RESOURCE_ALREADY_EXISTS. artifact_location may be empty or lie under an allowed root."
              + " Takes an Idempotency-Key.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = CreatedExperiment.class)))
  public Response create(
      @Context HttpServerRequest http, ExperimentRequests.CreateExperiment request) {
    return repeatable.create(http, request, OK, () -> created(request));
  }

  private CreatedExperiment created(ExperimentRequests.CreateExperiment request) {
    Experiment experiment =
        experiments.create(
            caller.scope(),
            request.name(),
            request.artifactLocation(),
            KeyValue.toDomain(request.tags()));
    return new CreatedExperiment(experiment.id().toString());
  }

  @GET
  @Path("/get")
  @Needs(Permission.TRACKING_READ)
  @Operation(
      summary = "Get an experiment by id",
      description = "Also when it is deleted; 404 when it never was.")
  public OneExperiment get(@RestQuery("experiment_id") @Nullable String experimentId) {
    ExperimentId id = ExperimentId.parse(Arguments.required("experiment_id", experimentId));
    return new OneExperiment(WireExperiment.of(experiments.get(caller.scope(), id)));
  }

  @GET
  @Path("/get-by-name")
  @Needs(Permission.TRACKING_READ)
  @Operation(
      summary = "Get an experiment by name",
      description = "Also when it is deleted; 404 when there is none.")
  public OneExperiment getByName(@RestQuery("experiment_name") @Nullable String experimentName) {
    String name = Arguments.required("experiment_name", experimentName);
    return new OneExperiment(WireExperiment.of(experiments.getByName(caller.scope(), name)));
  }

  record FoundExperiments(
      @Nullable List<WireExperiment> experiments, @Nullable String nextPageToken) {}

  @POST
  @Path("/search")
  @Needs(Permission.TRACKING_READ)
  @Operation(
      summary = "Search experiments",
      description =
          "filter is MLflow's language with OR, NOT and parentheses besides; order_by up to 20 items; max_results 1 to"
              + " 50000, required. next_page_token continues the same search only.")
  public FoundExperiments search(ExperimentRequests.SearchExperiments request) {
    return search(
        SearchParts.of(
            request.filter(),
            request.orderBy(),
            request.viewType(),
            request.maxResults(),
            request.pageToken()));
  }

  @GET
  @Path("/search")
  @Needs(Permission.TRACKING_READ)
  @Operation(summary = "Search experiments", description = "The same as POST, asked in the query.")
  public FoundExperiments searchByQuery(
      @RestQuery("filter") @Nullable String filter,
      @RestQuery("order_by") List<String> orderBy,
      @RestQuery("view_type") @Nullable String viewType,
      @RestQuery("max_results") @Nullable String maxResults,
      @RestQuery("page_token") @Nullable String pageToken) {
    return search(
        SearchParts.of(
            Arguments.optional("filter", filter),
            orderBy.stream().map(item -> WireText.check("order_by", item)).toList(),
            viewType == null ? null : WireEnums.parse(WireViewType.class, viewType, "view_type"),
            Arguments.int64("max_results", maxResults),
            Arguments.optional("page_token", pageToken)));
  }

  private FoundExperiments search(SearchRequest request) {
    Page<WireExperiment> found = searches.search(caller.scope(), request).map(WireExperiment::of);
    return new FoundExperiments(
        found.items().isEmpty() ? null : found.items(), found.nextToken().orElse(null));
  }

  @POST
  @Path("/update")
  @Needs(Permission.TRACKING_WRITE)
  @Operation(
      summary = "Rename an experiment",
      description = "A deleted one answers 400; so does a name in use.")
  public Reply update(ExperimentRequests.UpdateExperiment request) {
    experiments.rename(
        caller.scope(), ExperimentId.parse(request.experimentId()), request.newName());
    return Reply.EMPTY;
  }

  @POST
  @Path("/delete")
  @Needs(Permission.TRACKING_DELETE)
  @Operation(
      summary = "Delete an experiment",
      description = "Marks it and all its runs deleted; restore takes it back.")
  public Reply delete(ExperimentRequests.ExperimentById request) {
    experiments.delete(caller.scope(), ExperimentId.parse(request.experimentId()));
    return Reply.EMPTY;
  }

  @POST
  @Path("/restore")
  @Needs(Permission.TRACKING_DELETE)
  @Operation(
      summary = "Restore a deleted experiment",
      description = "All its runs become active, also those deleted singly before.")
  public Reply restore(ExperimentRequests.ExperimentById request) {
    experiments.restore(caller.scope(), ExperimentId.parse(request.experimentId()));
    return Reply.EMPTY;
  }

  @POST
  @Path("/set-experiment-tag")
  @Needs(Permission.TRACKING_WRITE)
  @Operation(
      summary = "Set a tag of an experiment",
      description = "Key up to 250 characters, value up to 65536.")
  public Reply setTag(ExperimentRequests.SetExperimentTag request) {
    String value = request.value() == null ? "" : request.value();
    experiments.setTag(
        caller.scope(), ExperimentId.parse(request.experimentId()), new Tag(request.key(), value));
    return Reply.EMPTY;
  }

  @POST
  @Path("/delete-experiment-tag")
  @Needs(Permission.TRACKING_WRITE)
  @Operation(
      summary = "Delete a tag of an experiment",
      description = "404 when there is no such tag.")
  public Reply deleteTag(ExperimentRequests.DeleteExperimentTag request) {
    experiments.deleteTag(
        caller.scope(), ExperimentId.parse(request.experimentId()), request.key());
    return Reply.EMPTY;
  }
}

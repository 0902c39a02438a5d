package imprint.mlflow;

import imprint.access.Caller;
import imprint.access.Needs;
import imprint.access.Permission;
import imprint.failure.Failure;
import imprint.page.Page;
import imprint.tracking.ExperimentId;
import imprint.tracking.LoggedModelId;
import imprint.tracking.LoggedModels;
import imprint.tracking.SearchLoggedModels;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tags;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** {@code /mlflow/logged-models}: the models that trainings produce. */
@Path("/{wire:api|ajax-api}/2.0/mlflow/logged-models")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tags(refs = "Logged models")
public class LoggedModelsResource {
  private final LoggedModels models;
  private static final int DEFAULT_ROWS = 50;

  private final SearchLoggedModels searches;
  private final Caller caller;

  LoggedModelsResource(LoggedModels models, SearchLoggedModels searches, Caller caller) {
    this.models = models;
    this.searches = searches;
    this.caller = caller;
  }

  record OneLoggedModel(WireLoggedModel model) {}

  @POST
  @Needs(Permission.TRACKING_WRITE)
  @Operation(
      summary = "Create a logged model",
      description =
          "In an active experiment, with status LOGGED_MODEL_PENDING. The name, up to 500 characters and without / : . % or"
              + " quotes, need not be unique; the server invents one when it is absent.")
  public OneLoggedModel create(LoggedModelRequests.CreateLoggedModel request) {
    return new OneLoggedModel(
        WireLoggedModel.of(models.create(caller.scope(), request.toDomain())));
  }

  record FoundLoggedModels(
      @Nullable List<WireLoggedModel> models, @Nullable String nextPageToken) {}

  @POST
  @Path("/search")
  @Needs(Permission.TRACKING_READ)
  @Operation(
      summary = "Search logged models",
      description =
          "Active models of the named experiments. filter as for runs; datasets restrict the points that clauses on"
              + " metrics mean; max_results 1 to 50000, 50 when absent. next_page_token continues the same search only.")
  public FoundLoggedModels search(LoggedModelRequests.FindLoggedModels request) {
    Page<WireLoggedModel> found =
        searches
            .search(
                caller.scope(),
                request.experimentIds().stream().map(ExperimentId::parse).toList(),
                request.filter() == null ? "" : request.filter(),
                request.datasets().stream().map(LoggedModelRequests.OnDataset::toDomain).toList(),
                request.orderBy().stream()
                    .map(LoggedModelRequests.LoggedModelOrder::toDomain)
                    .toList(),
                request.maxResults() == null ? DEFAULT_ROWS : request.maxResults(),
                Optional.ofNullable(request.pageToken()).filter(token -> !token.isEmpty()))
            .map(WireLoggedModel::of);
    return new FoundLoggedModels(
        found.items().isEmpty() ? null : found.items(), found.nextToken().orElse(null));
  }

  @GET
  @Path("/{model_id}")
  @Needs(Permission.TRACKING_READ)
  @Operation(
      summary = "Get a logged model",
      description =
          "With its params, tags, and the latest point of each metric and dataset. A deleted one answers 404 unless"
              + " allow_deleted is true.")
  public OneLoggedModel get(
      @RestPath("model_id") String modelId,
      @RestQuery("allow_deleted") @Nullable String allowDeleted) {
    return new OneLoggedModel(
        WireLoggedModel.of(
            models.get(
                caller.scope(), id(modelId), Arguments.flag("allow_deleted", allowDeleted))));
  }

  @PATCH
  @Path("/{model_id}")
  @Needs(Permission.TRACKING_WRITE)
  @Operation(
      summary = "Finalize a logged model",
      description =
          "Sets its status. The body repeats model_id, as MLflow demands; another one than that of the path answers 400.")
  public OneLoggedModel finish(
      @RestPath("model_id") String modelId, LoggedModelRequests.FinalizeLoggedModel request) {
    if (!request.modelId().equals(modelId)) {
      throw new Failure.Invalid(
          "model_id", "Parameter 'model_id' of the body is not that of the path.");
    }
    return new OneLoggedModel(
        WireLoggedModel.of(
            models.finish(caller.scope(), id(modelId), request.status().toDomain())));
  }

  @DELETE
  @Path("/{model_id}")
  @Needs(Permission.TRACKING_DELETE)
  @Operation(
      summary = "Delete a logged model",
      description = "Marks it deleted; its data stays. Again is no error.")
  public Reply delete(@RestPath("model_id") String modelId) {
    models.delete(caller.scope(), id(modelId));
    return Reply.EMPTY;
  }

  @PATCH
  @Path("/{model_id}/tags")
  @Needs(Permission.TRACKING_WRITE)
  @Operation(
      summary = "Set tags of a logged model",
      description = "Keys up to 250 characters, values up to 65536, never cut.")
  public Reply setTags(
      @RestPath("model_id") String modelId, LoggedModelRequests.SetLoggedModelTags request) {
    models.setTags(caller.scope(), id(modelId), KeyValue.toDomain(request.tags()));
    return Reply.EMPTY;
  }

  @DELETE
  @Path("/{model_id}/tags/{tag_key:.+}")
  @Needs(Permission.TRACKING_WRITE)
  @Operation(
      summary = "Delete a tag of a logged model",
      description = "404 when there is no such tag.")
  public Reply deleteTag(@RestPath("model_id") String modelId, @RestPath("tag_key") String tagKey) {
    models.deleteTag(caller.scope(), id(modelId), Arguments.required("tag_key", tagKey));
    return Reply.EMPTY;
  }

  @POST
  @Path("/{model_id}/params")
  @Needs(Permission.TRACKING_WRITE)
  @Operation(
      summary = "Add params to a logged model",
      description =
          "All or none; a key that the model has already answers 400. Keys up to 250 characters, values up to 65536, never"
              + " cut.")
  public Reply addParams(
      @RestPath("model_id") String modelId, LoggedModelRequests.AddLoggedModelParams request) {
    models.addParams(caller.scope(), id(modelId), KeyValue.toDomain(request.params()));
    return Reply.EMPTY;
  }

  private static LoggedModelId id(String text) {
    return new LoggedModelId(Arguments.required("model_id", text));
  }
}

package imprint.api;

import imprint.access.Caller;
import imprint.access.Needs;
import imprint.access.Permission;
import imprint.failure.Failure;
import imprint.page.Page;
import imprint.registry.Amendments;
import imprint.registry.Channel;
import imprint.registry.Channels;
import imprint.registry.Model;
import imprint.registry.Models;
import imprint.registry.SearchRegistry;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The models of a project. */
@Path(ModelPaths.MODELS)
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Models", description = "Models, their versions, and what references mean")
public class ModelsResource {
  private static final String ONE = "/{model}";
  private static final int USUAL = 100;

  private final Models models;
  private final Channels channels;
  private final Amendments amendments;
  private final SearchRegistry searches;
  private final JsonBody json;
  private final Caller caller;

  ModelsResource(
      Models models,
      Channels channels,
      Amendments amendments,
      SearchRegistry searches,
      JsonBody json,
      Caller caller) {
    this.models = models;
    this.channels = channels;
    this.amendments = amendments;
    this.searches = searches;
    this.json = json;
    this.caller = caller;
  }

  @GET
  @Needs(Permission.REGISTRY_READ)
  @Operation(
      summary = "Search models",
      description =
          "filter names name, owner, tags.<key>, channel, alias, state, metrics.<key> (of approved versions),"
              + " creation_timestamp and last_updated_timestamp, with AND, OR, NOT, parentheses, IN, LIKE, ILIKE and"
              + " IS NULL: metrics.auc > 0.9 AND channel = 'production'. By name unless order_by, which may be"
              + " repeated, says otherwise; max_results 1 to 1000, 100 unless told. Prompts are found only by"
              + " filters that name their tag. 400 tells where a filter cannot be read.")
  public ModelView.Models search(
      @RestQuery @Nullable String filter,
      @RestQuery("order_by") List<String> orderBy,
      @RestQuery("max_results") @Nullable String maxResults,
      @RestQuery("page_token") @Nullable String pageToken) {
    Page<Model> page =
        searches.models(
            caller.scope(),
            filter == null ? "" : filter,
            Arguments.orderBy(orderBy),
            Arguments.limit(maxResults, USUAL, SearchRegistry.MOST_MODELS),
            Arguments.token(pageToken));
    Map<Long, List<Channel>> held = channels.ofModels(page.items());
    return ModelView.page(page, model -> held.getOrDefault(model.id(), List.of()));
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @RequestBody(content = @Content(schema = @Schema(implementation = ModelRequests.NewModel.class)))
  @Needs(Permission.REGISTRY_WRITE)
  @Operation(
      summary = "Create a model",
      description =
          "It gets the channels dev, staging and production. 409 when there is one of that name.")
  @APIResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = ModelView.class)))
  public Response create(InputStream body) {
    ModelRequests.NewModel wanted =
        json.read(body, ModelRequests.NewModel.class, ModelRequests.LARGEST);
    if (wanted.name() == null) {
      throw new Failure.Invalid("name", "'name' is missing.");
    }
    Model made =
        models.create(
            caller.scope(), wanted.name(), wanted.description(), wanted.tagChanges().set());
    return Response.status(Response.Status.CREATED)
        .header("Location", ModelPaths.model(made.name()))
        .entity(view(made))
        .build();
  }

  @GET
  @Path(ONE)
  @Needs(Permission.REGISTRY_READ)
  @Operation(summary = "Read a model", description = "404 when there is none of this name.")
  public ModelView get(@RestPath String model) {
    return view(models.get(caller.scope(), model));
  }

  @PATCH
  @Path(ONE)
  @Consumes(MediaType.APPLICATION_JSON)
  @RequestBody(
      content = @Content(schema = @Schema(implementation = ModelRequests.ChangedModel.class)))
  @Needs(Permission.REGISTRY_WRITE)
  @Operation(
      summary = "Change a model",
      description = "All that is named or nothing; absent fields keep their values.")
  public ModelView change(@RestPath String model, InputStream body) {
    return view(
        amendments.model(
            caller.scope(),
            model,
            json.read(body, ModelRequests.ChangedModel.class, ModelRequests.LARGEST).values()));
  }

  @DELETE
  @Path(ONE)
  @Needs(Permission.REGISTRY_DELETE)
  @Operation(
      summary = "Delete a model",
      description =
          "With its versions, whose files and records stay. 409 while a channel holds an approved version.")
  @APIResponse(responseCode = "204", description = "It is deleted.")
  public Response delete(@RestPath String model) {
    models.delete(caller.scope(), model);
    return Response.noContent().build();
  }

  private ModelView view(Model model) {
    return ModelView.of(model, channels.list(caller.scope(), model.name()));
  }
}

package imprint.mlflow;

import imprint.access.Caller;
import imprint.access.Needs;
import imprint.access.Permission;
import imprint.mlflow.json.WireText;
import imprint.page.Page;
import imprint.registry.ModelVersion;
import imprint.registry.Models;
import imprint.registry.SearchRegistry;
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
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** {@code /mlflow/registered-models}: models and prompts that have versions. */
@Path("/{wire:api|ajax-api}/2.0/mlflow/registered-models")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tags(refs = "Registered models")
public class RegisteredModelsResource {
  private static final int DEFAULT_ROWS = 100;

  private final Models models;
  private final SearchRegistry searches;
  private final LatestVersions latest;
  private final Caller caller;

  RegisteredModelsResource(
      Models models, SearchRegistry searches, LatestVersions latest, Caller caller) {
    this.models = models;
    this.searches = searches;
    this.latest = latest;
    this.caller = caller;
  }

  record OneRegisteredModel(WireRegisteredModel registeredModel) {}

  @POST
  @Path("/create")
  @Needs(Permission.REGISTRY_WRITE)
  @Operation(
      summary = "Create a registered model",
      description =
          "Or a prompt, with the tag mlflow.prompt.is_prompt = true. The name, up to 256 characters without / and :, is"
              + " unique among those not deleted; one in use answers 400 RESOURCE_ALREADY_EXISTS.")
  public OneRegisteredModel create(RegistryRequests.CreateRegisteredModel request) {
    return new OneRegisteredModel(
        WireRegisteredModel.of(
            models.create(
                caller.scope(),
                request.name(),
                request.description(),
                KeyValue.toDomain(request.tags()))));
  }

  @GET
  @Path("/get")
  @Needs(Permission.REGISTRY_READ)
  @Operation(
      summary = "Get a registered model",
      description = "With its tags, aliases and the newest version of each stage.")
  public OneRegisteredModel get(@RestQuery("name") @Nullable String name) {
    return new OneRegisteredModel(WireRegisteredModel.of(models.get(caller.scope(), named(name))));
  }

  @PATCH
  @Path("/update")
  @Needs(Permission.REGISTRY_WRITE)
  @Operation(
      summary = "Describe a registered model",
      description = "Sets the description, up to 100000 characters; an absent one clears it.")
  public OneRegisteredModel update(RegistryRequests.UpdateRegisteredModel request) {
    return new OneRegisteredModel(
        WireRegisteredModel.of(
            models.describe(
                caller.scope(), RegistryArguments.name(request.name()), request.description())));
  }

  @POST
  @Path("/rename")
  @Needs(Permission.REGISTRY_WRITE)
  @Operation(
      summary = "Rename a registered model",
      description = "Its versions follow; sources that name the old one stay as they are.")
  public OneRegisteredModel rename(RegistryRequests.RenameRegisteredModel request) {
    return new OneRegisteredModel(
        WireRegisteredModel.of(
            models.rename(
                caller.scope(), RegistryArguments.name(request.name()), request.newName())));
  }

  @DELETE
  @Path("/delete")
  @Needs(Permission.REGISTRY_DELETE)
  @Operation(
      summary = "Delete a registered model",
      description =
          "With its versions, tags and aliases; 400 while a channel holds an approved version. Again answers 404.")
  public Reply delete(RegistryRequests.RegisteredModelByName request) {
    models.delete(caller.scope(), RegistryArguments.name(request.name()));
    return Reply.EMPTY;
  }

  record FoundRegisteredModels(
      @Nullable List<WireRegisteredModel> registeredModels, @Nullable String nextPageToken) {}

  @GET
  @Path("/search")
  @Needs(Permission.REGISTRY_READ)
  @Operation(
      summary = "Search registered models",
      description =
          "filter is MLflow's language with OR, NOT and parentheses besides; prompts are found only by a filter that names"
              + " their tag. max_results 1 to 1000, 100 when absent. next_page_token continues the same search only.")
  public FoundRegisteredModels search(
      @RestQuery("filter") @Nullable String filter,
      @RestQuery("max_results") @Nullable String maxResults,
      @RestQuery("order_by") List<String> orderBy,
      @RestQuery("page_token") @Nullable String pageToken) {
    Page<WireRegisteredModel> found =
        searches
            .models(
                caller.scope(),
                RegistryArguments.filter(Arguments.optional("filter", filter)),
                RegistryArguments.order(
                    orderBy.stream().map(item -> WireText.check("order_by", item)).toList()),
                RegistryArguments.rows(Arguments.int64("max_results", maxResults), DEFAULT_ROWS),
                Optional.ofNullable(Arguments.optional("page_token", pageToken)))
            .map(WireRegisteredModel::of);
    return new FoundRegisteredModels(
        found.items().isEmpty() ? null : found.items(), found.nextToken().orElse(null));
  }

  record NewestModelVersions(@Nullable List<WireModelVersion> modelVersions) {
    static NewestModelVersions of(List<ModelVersion> versions) {
      return new NewestModelVersions(
          versions.isEmpty() ? null : versions.stream().map(WireModelVersion::of).toList());
    }
  }

  @POST
  @Path("/get-latest-versions")
  @Needs(Permission.REGISTRY_READ)
  @Operation(
      summary = "Newest version of each stage",
      description =
          "Of every stage when none is named; the highest approved version alone for a model whose 'latest' means that. A"
              + " single entry of stages that is no stage may be any reference: a semantic version, a range, a channel, an"
              + " alias, latest-approved.")
  public NewestModelVersions latest(RegistryRequests.LatestOfStages request) {
    return NewestModelVersions.of(
        latest.of(caller.scope(), RegistryArguments.name(request.name()), request.stages()));
  }

  @GET
  @Path("/get-latest-versions")
  @Needs(Permission.REGISTRY_READ)
  @Operation(
      summary = "Newest version of each stage",
      description = "The same as POST, asked in the query.")
  public NewestModelVersions latestByQuery(
      @RestQuery("name") @Nullable String name, @RestQuery("stages") List<String> stages) {
    return NewestModelVersions.of(
        latest.of(
            caller.scope(),
            named(name),
            stages.stream().map(stage -> WireText.check("stages", stage)).toList()));
  }

  @POST
  @Path("/set-tag")
  @Needs(Permission.REGISTRY_WRITE)
  @Operation(
      summary = "Set a tag of a registered model",
      description = "Key up to 250 characters, value up to 100000.")
  public Reply setTag(RegistryRequests.SetRegisteredModelTag request) {
    models.setTag(caller.scope(), RegistryArguments.name(request.name()), request.tag().toDomain());
    return Reply.EMPTY;
  }

  @DELETE
  @Path("/delete-tag")
  @Needs(Permission.REGISTRY_WRITE)
  @Operation(
      summary = "Delete a tag of a registered model",
      description = "No such tag is no error.")
  public Reply deleteTag(RegistryRequests.DeleteRegisteredModelTag request) {
    models.deleteTag(caller.scope(), RegistryArguments.name(request.name()), request.key());
    return Reply.EMPTY;
  }

  private static String named(@Nullable String name) {
    return RegistryArguments.name(Arguments.required("name", name));
  }
}

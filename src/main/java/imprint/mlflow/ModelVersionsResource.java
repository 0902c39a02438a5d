package imprint.mlflow;

import com.fasterxml.jackson.databind.ObjectMapper;
import imprint.access.Caller;
import imprint.access.Needs;
import imprint.access.Permission;
import imprint.mlflow.json.WireText;
import imprint.promotion.StageTransitions;
import imprint.registry.ModelVersion;
import imprint.registry.Reference;
import imprint.registry.References;
import imprint.registry.SearchRegistry;
import imprint.registry.Stage;
import imprint.registry.VersionFiles;
import imprint.registry.Versions;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tags;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** {@code /mlflow/model-versions}: versions of registered models. */
@Path("/{wire:api|ajax-api}/2.0/mlflow/model-versions")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tags(refs = "Model versions")
public class ModelVersionsResource {
  private final Versions versions;
  private final References references;
  private final StageTransitions transitions;
  private final SearchRegistry searches;
  private final Caller caller;
  private final ObjectMapper json;

  ModelVersionsResource(
      Versions versions,
      References references,
      StageTransitions transitions,
      SearchRegistry searches,
      Caller caller,
      ObjectMapper json) {
    this.versions = versions;
    this.references = references;
    this.transitions = transitions;
    this.searches = searches;
    this.caller = caller;
    this.json = json;
  }

  record OneModelVersion(WireModelVersion modelVersion) {
    static OneModelVersion of(ModelVersion version) {
      return new OneModelVersion(WireModelVersion.of(version));
    }
  }

  @POST
  @Path("/create")
  @Needs(Permission.REGISTRY_WRITE)
  @Operation(
      summary = "Create a version",
      description =
          "Of the files that source names at this moment: runs:/, models:/ and mlflow-artifacts:/ are pinned, object stores"
              + " are only noted. The number is the next one. The semantic version is that of the tag imprint.semver or"
              + " gitlab.version, else it follows from what changed in the signature.")
  public OneModelVersion create(RegistryRequests.CreateModelVersion request) {
    return OneModelVersion.of(versions.create(caller.scope(), request.toDomain()));
  }

  @GET
  @Path("/get")
  @Needs(Permission.REGISTRY_READ)
  @Operation(summary = "Get a version", description = "Whatever its state; 404 when it is deleted.")
  public OneModelVersion get(
      @RestQuery("name") @Nullable String name, @RestQuery("version") @Nullable String version) {
    String model = named(name);
    int number = RegistryArguments.version(model, Arguments.required("version", version));
    return OneModelVersion.of(versions.get(caller.scope(), model, number));
  }

  @PATCH
  @Path("/update")
  @Needs(Permission.REGISTRY_WRITE)
  @Operation(
      summary = "Describe a version",
      description = "Sets the description, up to 100000 characters; an absent one clears it.")
  public OneModelVersion update(RegistryRequests.UpdateModelVersion request) {
    String description = request.description();
    return OneModelVersion.of(
        versions.describe(
            caller.scope(),
            RegistryArguments.name(request.name()),
            RegistryArguments.version(request.name(), request.version()),
            description == null ? "" : description));
  }

  @POST
  @Path("/transition-stage")
  @Needs(Permission.CHANNEL_MOVE)
  @Operation(
      summary = "Set the stage of a version",
      description =
          "None, Staging, Production or Archived in any case. Staging and Production are channels and hold one version each;"
              + " archive_existing_versions archives the one that was there.")
  public OneModelVersion transition(RegistryRequests.TransitionStage request) {
    return OneModelVersion.of(
        transitions.move(
            caller.scope(),
            RegistryArguments.name(request.name()),
            RegistryArguments.version(request.name(), request.version()),
            Stage.parse(request.stage()),
            Boolean.TRUE.equals(request.archiveExistingVersions())));
  }

  @DELETE
  @Path("/delete")
  @Needs(Permission.REGISTRY_DELETE)
  @Operation(
      summary = "Delete a version",
      description =
          "Aliases and channels let go of it, its number is never given again; 400 while a channel holds it and it is"
              + " approved. Again answers 404.")
  public Reply delete(RegistryRequests.ModelVersionByNumber request) {
    versions.delete(
        caller.scope(),
        RegistryArguments.name(request.name()),
        RegistryArguments.version(request.name(), request.version()));
    return Reply.EMPTY;
  }

  /** What a search writes, for the description of the API. */
  record FoundModelVersions(
      @Nullable List<WireModelVersion> modelVersions, @Nullable String nextPageToken) {}

  @GET
  @Path("/search")
  @Needs(Permission.REGISTRY_READ)
  @Operation(
      summary = "Search versions",
      description =
          "filter is MLflow's language with OR, NOT and parentheses besides; versions of prompts are found only by a filter"
              + " that names their tag. max_results 1 to 200000, which is also what an absent one means. next_page_token"
              + " continues the same search only.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = FoundModelVersions.class)))
  public StreamingOutput search(
      @RestQuery("filter") @Nullable String filter,
      @RestQuery("max_results") @Nullable String maxResults,
      @RestQuery("order_by") List<String> orderBy,
      @RestQuery("page_token") @Nullable String pageToken) {
    return new StreamedPage<>(
        json,
        "model_versions",
        searches.streamedVersions(
            caller.scope(),
            RegistryArguments.filter(Arguments.optional("filter", filter)),
            RegistryArguments.order(
                orderBy.stream().map(item -> WireText.check("order_by", item)).toList()),
            RegistryArguments.rows(
                Arguments.int64("max_results", maxResults), SearchRegistry.MOST_VERSIONS),
            Optional.ofNullable(Arguments.optional("page_token", pageToken))),
        WireModelVersion::of);
  }

  record DownloadUri(String artifactUri) {}

  @GET
  @Path("/get-download-uri")
  @Needs(Permission.REGISTRY_READ)
  @Operation(
      summary = "Where the files of a version are",
      description =
          "The root of the files that were pinned for it, else its source. 404 with the reason for a version that was"
              + " revoked, rejected or found compromised. Counts as a use.")
  public DownloadUri downloadUri(
      @RestQuery("name") @Nullable String name, @RestQuery("version") @Nullable String version) {
    String model = named(name);
    String text = Arguments.required("version", version);
    int number = RegistryArguments.version(model, text);
    ModelVersion found =
        references.resolve(
            caller.scope(), model, new Reference.Numbered(Integer.toString(number), number));
    VersionFiles files = found.files();
    return new DownloadUri(files == null ? found.source() : files.uri());
  }

  @POST
  @Path("/set-tag")
  @Needs(Permission.REGISTRY_WRITE)
  @Operation(
      summary = "Set a tag of a version",
      description =
          "Key up to 250 characters, value up to 100000. imprint.semver says the semantic version and never changes.")
  public Reply setTag(RegistryRequests.SetModelVersionTag request) {
    versions.setTag(
        caller.scope(),
        RegistryArguments.name(request.name()),
        RegistryArguments.version(request.name(), request.version()),
        request.tag().toDomain());
    return Reply.EMPTY;
  }

  @DELETE
  @Path("/delete-tag")
  @Needs(Permission.REGISTRY_WRITE)
  @Operation(summary = "Delete a tag of a version", description = "No such tag is no error.")
  public Reply deleteTag(RegistryRequests.DeleteModelVersionTag request) {
    versions.deleteTag(
        caller.scope(),
        RegistryArguments.name(request.name()),
        RegistryArguments.version(request.name(), request.version()),
        request.key());
    return Reply.EMPTY;
  }

  private static String named(@Nullable String name) {
    return RegistryArguments.name(Arguments.required("name", name));
  }
}

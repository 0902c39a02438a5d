package imprint.mlflow;

import imprint.access.Caller;
import imprint.access.Needs;
import imprint.access.Permission;
import imprint.artifact.ArtifactPath;
import imprint.artifact.Artifacts;
import imprint.http.Download;
import imprint.http.RawQuery;
import imprint.tracking.LoggedModelId;
import imprint.tracking.LoggedModels;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tags;
import org.jboss.resteasy.reactive.RestPath;

/** Artifacts by the logged model they belong to. */
@Path("/{wire:api|ajax-api}/2.0/mlflow/logged-models/{model_id}/artifacts")
@RunOnVirtualThread
@Tags(refs = "Artifacts")
public class LoggedModelArtifactsResource {
  private final LoggedModels models;
  private final Artifacts artifacts;
  private final FolderListing listing;
  private final Caller caller;

  LoggedModelArtifactsResource(
      LoggedModels models, Artifacts artifacts, FolderListing listing, Caller caller) {
    this.models = models;
    this.artifacts = artifacts;
    this.listing = listing;
    this.caller = caller;
  }

  @GET
  @Path("/directories")
  @Produces(MediaType.APPLICATION_JSON)
  @Needs(Permission.ARTIFACT_READ)
  @Operation(
      summary = "List the artifacts of a logged model",
      description =
          "The direct children of the folder ?artifact_directory_path= by their paths from the model's root, with root_uri."
              + FolderListing.DESCRIPTION)
  public WireFiles list(@RestPath("model_id") String modelId, @Context HttpServerRequest request) {
    String rootUri = rootUri(modelId);
    ArtifactPath folder = RawQuery.folder(request, "artifact_directory_path");
    return listing.list(caller.scope(), rootUri, folder, request);
  }

  @GET
  @Path("/files")
  @Needs(Permission.ARTIFACT_READ)
  @Operation(
      summary = "Download an artifact of a logged model",
      description =
          "As a download through the proxy; ?artifact_file_path= is from the model's root.")
  public Response get(@RestPath("model_id") String modelId, @Context HttpServerRequest request) {
    ArtifactPath file = RawRequest.queriedFile(request, "artifact_file_path");
    ArtifactPath path = Artifacts.ofUri(rootUri(modelId)).resolve(file);
    return Download.of(artifacts.get(caller.scope(), path), path.name(), request);
  }

  private String rootUri(String modelId) {
    return models.get(caller.scope(), new LoggedModelId(modelId), false).artifactUri();
  }
}

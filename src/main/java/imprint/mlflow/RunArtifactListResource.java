package imprint.mlflow;

import imprint.access.Caller;
import imprint.access.Needs;
import imprint.access.Permission;
import imprint.artifact.ArtifactPath;
import imprint.http.RawQuery;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tags;

/** {@code /mlflow/artifacts/list}: the files of a run, listed through the server. */
@Path("/{wire:api|ajax-api}/2.0/mlflow/artifacts/list")
@RunOnVirtualThread
@Tags(refs = "Artifacts")
public class RunArtifactListResource {
  private final RunRoots roots;
  private final FolderListing listing;
  private final Caller caller;

  RunArtifactListResource(RunRoots roots, FolderListing listing, Caller caller) {
    this.roots = roots;
    this.listing = listing;
    this.caller = caller;
  }

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @Needs(Permission.ARTIFACT_READ)
  @Operation(
      summary = "List the artifacts of a run",
      description =
          "The direct children of the folder ?path= by their paths from the run's root, with root_uri."
              + FolderListing.DESCRIPTION)
  public WireFiles list(@Context HttpServerRequest request) {
    String rootUri = roots.uri(caller.scope(), request);
    ArtifactPath folder = RawQuery.folder(request, "path");
    return listing.list(caller.scope(), rootUri, folder, request);
  }
}

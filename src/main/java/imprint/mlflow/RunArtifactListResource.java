package imprint.mlflow;

import imprint.access.Caller;
import imprint.access.Needs;
import imprint.access.Permission;
import imprint.artifact.ArtifactPath;
import imprint.artifact.Artifacts;
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
  private final Artifacts artifacts;
  private final Caller caller;

  RunArtifactListResource(RunRoots roots, Artifacts artifacts, Caller caller) {
    this.roots = roots;
    this.artifacts = artifacts;
    this.caller = caller;
  }

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @Needs(Permission.ARTIFACT_READ)
  @Operation(
      summary = "List the artifacts of a run",
      description =
          "The direct children of the folder ?path= by their paths from the run's root, with root_uri. A file and a"
              + " folder that does not exist have none. More than 200000 answer 400.")
  public WireFiles list(@Context HttpServerRequest request) {
    String rootUri = roots.uri(caller.scope(), request);
    ArtifactPath folder = RawRequest.queriedFolder(request, "path");
    ArtifactPath path = Artifacts.ofUri(rootUri).resolve(folder);
    return WireFiles.of(rootUri, folder, artifacts.list(caller.scope(), path));
  }
}

package imprint.mlflow;

import imprint.access.Caller;
import imprint.access.Needs;
import imprint.access.Permission;
import imprint.artifact.ArtifactPath;
import imprint.artifact.Artifacts;
import imprint.artifact.Content;
import imprint.tracking.Candidates;
import imprint.tracking.RunId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tags;

/** Artifacts by the run they belong to; {@code run_uuid} may stand in for {@code run_id}. */
@Path("/")
@RunOnVirtualThread
@Tags(refs = "Artifacts")
public class RunArtifactsResource {
  private final Candidates candidates;
  private final Artifacts artifacts;
  private final Caller caller;

  RunArtifactsResource(Candidates candidates, Artifacts artifacts, Caller caller) {
    this.candidates = candidates;
    this.artifacts = artifacts;
    this.caller = caller;
  }

  @GET
  @Path("/{wire:api|ajax-api}/2.0/mlflow/artifacts/list")
  @Produces(MediaType.APPLICATION_JSON)
  @Needs(Permission.ARTIFACT_READ)
  @Operation(
      summary = "List the artifacts of a run",
      description =
          "The direct children of the folder ?path= by their paths from the run's root, with root_uri. A file and a"
              + " folder that does not exist have none. More than 200000 answer 400.")
  public WireFiles list(@Context HttpServerRequest request) {
    String rootUri = rootUri(request);
    ArtifactPath folder = RawRequest.queriedFolder(request, "path");
    ArtifactPath path = Artifacts.ofUri(rootUri).resolve(folder);
    return WireFiles.of(rootUri, folder, artifacts.list(caller.scope(), path));
  }

  @GET
  @Path("/get-artifact")
  @Needs(Permission.ARTIFACT_READ)
  @Operation(
      summary = "Download an artifact of a run",
      description = "As a download through the proxy; ?path= is from the run's root.")
  public Response get(@Context HttpServerRequest request) {
    ArtifactPath path = RawRequest.queriedFile(request, "path");
    return Download.of(content(request, path), path.name(), request);
  }

  @HEAD
  @Path("/get-artifact")
  @Needs(Permission.ARTIFACT_READ)
  @Operation(
      summary = "Describe an artifact of a run",
      description = "The headers of its download.")
  public Response head(@Context HttpServerRequest request) {
    ArtifactPath path = RawRequest.queriedFile(request, "path");
    return Download.headersOf(content(request, path), path.name());
  }

  private Content content(HttpServerRequest request, ArtifactPath path) {
    return artifacts.get(caller.scope(), Artifacts.ofUri(rootUri(request)).resolve(path));
  }

  private String rootUri(HttpServerRequest request) {
    RunId run =
        new RunId(
            Arguments.required(
                "run_id",
                RawRequest.query(request, "run_id"),
                RawRequest.query(request, "run_uuid")));
    return candidates.get(caller.scope(), run).artifactUri();
  }
}

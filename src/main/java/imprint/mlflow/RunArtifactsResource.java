package imprint.mlflow;

import imprint.access.Caller;
import imprint.access.Needs;
import imprint.access.Permission;
import imprint.artifact.ArtifactPath;
import imprint.artifact.Artifacts;
import imprint.artifact.Content;
import imprint.http.Download;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tags;

/** {@code /get-artifact}: a file of a run. */
@Path("/get-artifact")
@RunOnVirtualThread
@Tags(refs = "Artifacts")
public class RunArtifactsResource {
  private final RunRoots roots;
  private final Artifacts artifacts;
  private final Caller caller;

  RunArtifactsResource(RunRoots roots, Artifacts artifacts, Caller caller) {
    this.roots = roots;
    this.artifacts = artifacts;
    this.caller = caller;
  }

  @GET
  @Needs(Permission.ARTIFACT_READ)
  @Operation(
      summary = "Download an artifact of a run",
      description = "As a download through the proxy; ?path= is from the run's root.")
  public Response get(@Context HttpServerRequest request) {
    ArtifactPath path = RawRequest.queriedFile(request, "path");
    return Download.of(content(request, path), path.name(), request);
  }

  @HEAD
  @Needs(Permission.ARTIFACT_READ)
  @Operation(
      summary = "Describe an artifact of a run",
      description = "The headers of its download.")
  public Response head(@Context HttpServerRequest request) {
    ArtifactPath path = RawRequest.queriedFile(request, "path");
    return Download.headersOf(content(request, path), path.name(), request);
  }

  private Content content(HttpServerRequest request, ArtifactPath path) {
    return artifacts.get(
        caller.scope(), Artifacts.ofUri(roots.uri(caller.scope(), request)).resolve(path));
  }
}

package imprint.mlflow;

import imprint.access.Caller;
import imprint.access.Needs;
import imprint.access.Permission;
import imprint.artifact.ArtifactPath;
import imprint.artifact.Artifacts;
import imprint.artifact.Expectation;
import imprint.failure.Failure;
import imprint.http.RawQuery;
import imprint.http.UploadHeaders;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tags;

/** {@code /mlflow/upload-artifact}: how MLflow's web page adds a small file to a run. */
@Path("/ajax-api/2.0/mlflow/upload-artifact")
@RunOnVirtualThread
@Tags(refs = "Artifacts")
public class RunUploadResource {
  private final RunRoots roots;
  private final Artifacts artifacts;
  private final Caller caller;

  RunUploadResource(RunRoots roots, Artifacts artifacts, Caller caller) {
    this.roots = roots;
    this.artifacts = artifacts;
    this.caller = caller;
  }

  @POST
  @Consumes(MediaType.WILDCARD)
  @Needs(Permission.ARTIFACT_WRITE)
  @Operation(
      summary = "Upload a small artifact of a run",
      description =
          "The body is the content, of any type and 1 byte to 10 MiB; ?path= is from the root of the run ?run_id= or"
              + " ?run_uuid=. It replaces an older file at once and whole. An empty, larger or cut off body answers"
              + " 400 and changes nothing.")
  public Response upload(@Context HttpServerRequest request, InputStream body) {
    if (RawQuery.first(request, "run_id") == null && RawQuery.first(request, "run_uuid") == null) {
      throw new Failure.Invalid("run_id", "Request must specify run_id or run_uuid.");
    }
    if (RawQuery.first(request, "path") == null) {
      throw new Failure.Invalid("path", "Request must specify path.");
    }
    ArtifactPath file = RawRequest.queriedFile(request, "path");
    Expectation expected = UploadHeaders.read(request);
    InputStream bounded = SmallBody.of(body, expected.size());
    ArtifactPath path = Artifacts.ofUri(roots.uri(caller.scope(), request)).resolve(file);
    artifacts.put(caller.scope(), path, bounded, expected);
    return Response.ok().type(MediaType.APPLICATION_JSON_TYPE).build();
  }
}

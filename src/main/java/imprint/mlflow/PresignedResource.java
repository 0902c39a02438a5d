package imprint.mlflow;

import imprint.access.Caller;
import imprint.access.Needs;
import imprint.access.Permission;
import imprint.artifact.ArtifactPath;
import imprint.artifact.Artifacts;
import imprint.artifact.Content;
import imprint.http.SignedUrls;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tags;

/**
 * {@code /mlflow-artifacts/presigned}: where a client gets a file of the proxy in ranges, several
 * at a time.
 */
@Path("/{wire:api|ajax-api}/2.0/mlflow-artifacts/presigned")
@RunOnVirtualThread
@Tags(refs = "Artifacts")
public class PresignedResource {
  private final Artifacts artifacts;
  private final PresignedDownloads downloads;
  private final Caller caller;

  PresignedResource(Artifacts artifacts, PresignedDownloads downloads, Caller caller) {
    this.artifacts = artifacts;
    this.downloads = downloads;
    this.caller = caller;
  }

  /** A URL to GET, the headers to send with it, and the size in bytes. */
  record PresignedFile(String url, Map<String, String> headers, long fileSize) {}

  @GET
  @Path("/{path}")
  @Parameter(
      name = "path",
      in = ParameterIn.PATH,
      required = true,
      description =
          "Folders and name, percent-encoded once; slashes between folders stay as they are.",
      schema = @Schema(type = SchemaType.STRING))
  @Produces(MediaType.APPLICATION_JSON)
  @Needs(Permission.ARTIFACT_READ)
  @Operation(
      summary = "A URL to download a file in ranges",
      description =
          "Valid for an hour, and for the content as it is now: overwriting the file does not change what the URL"
              + " answers. 404 when there is no such file, 400 when it is a folder.")
  public PresignedFile get(@Context HttpServerRequest request) {
    ArtifactPath path = RawRequest.artifact(request);
    Content content = artifacts.get(caller.scope(), path);
    return new PresignedFile(
        downloads.url(request, content, path.name(), SignedUrls.LONGEST),
        Map.of(),
        content.blob().size());
  }
}

package imprint.mlflow;

import imprint.access.Caller;
import imprint.access.Needs;
import imprint.access.Permission;
import imprint.artifact.ArtifactPath;
import imprint.artifact.Artifacts;
import imprint.http.Download;
import imprint.http.RawQuery;
import imprint.http.UploadHeaders;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tags;

/**
 * {@code /mlflow-artifacts/artifacts}: the proxy through which clients reach files at {@code
 * mlflow-artifacts:/}. The path parameter serves only to match; see {@link RawRequest}.
 */
@Path("/{wire:api|ajax-api}/2.0/mlflow-artifacts/artifacts")
@RunOnVirtualThread
@Tags(refs = "Artifacts")
public class ArtifactsResource {
  private static final String ONE = "/{path}";
  private static final String NAME =
      "Folders and name, percent-encoded once; slashes between folders stay as they are.";

  private final Artifacts artifacts;
  private final Caller caller;

  ArtifactsResource(Artifacts artifacts, Caller caller) {
    this.artifacts = artifacts;
    this.caller = caller;
  }

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @Needs(Permission.ARTIFACT_READ)
  @Operation(
      summary = "List a folder",
      description =
          "The direct children of ?path=, by their own names, sorted by the bytes of the name. A file and a folder"
              + " that does not exist have none. More than 200000 answer 400.")
  public WireFiles list(@Context HttpServerRequest request) {
    return WireFiles.of(artifacts.list(caller.scope(), RawQuery.folder(request, "path")));
  }

  @PUT
  @Path(ONE)
  @Parameter(
      name = "path",
      in = ParameterIn.PATH,
      required = true,
      description = NAME,
      schema = @Schema(type = SchemaType.STRING))
  @Consumes(MediaType.WILDCARD)
  @Needs(Permission.ARTIFACT_WRITE)
  @Operation(
      summary = "Upload a file",
      description =
          "The body is the content, of any type and size; it replaces an older file at once and whole. A body that"
              + " is cut off, or does not match Content-MD5, Digest, Content-Digest or Repr-Digest, answers 400 and"
              + " changes nothing.")
  public Response put(@Context HttpServerRequest request, InputStream body) {
    ArtifactPath path = RawRequest.artifact(request);
    artifacts.put(caller.scope(), path, body, UploadHeaders.read(request));
    return Response.ok().build();
  }

  @GET
  @Path(ONE)
  @Parameter(
      name = "path",
      in = ParameterIn.PATH,
      required = true,
      description = NAME,
      schema = @Schema(type = SchemaType.STRING))
  @Needs(Permission.ARTIFACT_READ)
  @Operation(
      summary = "Download a file",
      description =
          "The whole content, verified against its SHA-256 while it is sent, or one Range of it. 404 when there is no"
              + " such file, 400 when it is a folder.")
  public Response get(@Context HttpServerRequest request) {
    ArtifactPath path = RawRequest.artifact(request);
    return Download.of(artifacts.get(caller.scope(), path), path.name(), request);
  }

  @HEAD
  @Path(ONE)
  @Parameter(
      name = "path",
      in = ParameterIn.PATH,
      required = true,
      description = NAME,
      schema = @Schema(type = SchemaType.STRING))
  @Needs(Permission.ARTIFACT_READ)
  @Operation(summary = "Describe a file", description = "The headers of its download.")
  public Response head(@Context HttpServerRequest request) {
    ArtifactPath path = RawRequest.artifact(request);
    return Download.headersOf(artifacts.get(caller.scope(), path), path.name(), request);
  }

  @DELETE
  @Path(ONE)
  @Parameter(
      name = "path",
      in = ParameterIn.PATH,
      required = true,
      description = NAME,
      schema = @Schema(type = SchemaType.STRING))
  @Produces(MediaType.APPLICATION_JSON)
  @Needs(Permission.ARTIFACT_DELETE)
  @Operation(
      summary = "Delete a file or folder",
      description =
          "A folder with all below it; what does not exist is no error. A path above the roots of runs and logged"
              + " models touches none of their files.")
  public Reply delete(@Context HttpServerRequest request) {
    artifacts.delete(caller.scope(), RawRequest.fileOrFolder(request));
    return Reply.EMPTY;
  }
}

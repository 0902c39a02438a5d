package imprint.mlflow;

import imprint.access.Caller;
import imprint.access.Needs;
import imprint.access.Permission;
import imprint.artifact.ArtifactPath;
import imprint.http.SignedUrls;
import imprint.upload.Upload;
import imprint.upload.Uploads;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tags;

/**
 * {@code /mlflow-artifacts/mpu}: files that clients send in parts. The target names the folder; see
 * {@link RawRequest}. Where the storage lets clients reach it, parts go there, else to this server.
 */
@Path("/{wire:api|ajax-api}/2.0/mlflow-artifacts/mpu")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tags(refs = "Artifacts")
public class MultipartResource {
  private static final String FOLDER =
      "The folder of the file, percent-encoded once; slashes between folders stay as they are.";

  private final Uploads uploads;
  private final SignedUrls urls;
  private final Caller caller;

  MultipartResource(Uploads uploads, SignedUrls urls, Caller caller) {
    this.uploads = uploads;
    this.urls = urls;
    this.caller = caller;
  }

  /** Where a part is to be PUT. */
  record Credential(String url, int partNumber, Map<String, String> headers) {}

  /** An upload that was begun. */
  record CreatedUpload(String uploadId, List<Credential> credentials) {}

  @POST
  @Path("/create/{path}")
  @Parameter(
      name = "path",
      in = ParameterIn.PATH,
      required = true,
      description = FOLDER,
      schema = @Schema(type = SchemaType.STRING))
  @Needs(Permission.ARTIFACT_WRITE)
  @Operation(
      summary = "Begin an upload in parts",
      description =
          "num_parts is 1 to 10000; the name of the file is that of path. Answers a URL to PUT each part to, valid for"
              + " an hour. The upload itself expires after 24 hours; until it is completed there is no such file.")
  public CreatedUpload create(
      MultipartRequests.CreateUpload asked, @Context HttpServerRequest request) {
    Upload upload = uploads.begin(caller.scope(), file(request, asked.path()), asked.numParts());
    Optional<List<URI>> direct = uploads.direct(upload, SignedUrls.LONGEST);
    IntFunction<String> url =
        number ->
            direct
                .map(parts -> parts.get(number - 1).toString())
                .orElseGet(() -> urls.part(request, upload.id(), number, SignedUrls.LONGEST));
    return new CreatedUpload(
        upload.id().toString(),
        IntStream.rangeClosed(1, asked.numParts().intValue())
            .mapToObj(number -> new Credential(url.apply(number), number, Map.of()))
            .toList());
  }

  @POST
  @Path("/complete/{path}")
  @Parameter(
      name = "path",
      in = ParameterIn.PATH,
      required = true,
      description = FOLDER,
      schema = @Schema(type = SchemaType.STRING))
  @Needs(Permission.ARTIFACT_WRITE)
  @Operation(
      summary = "Complete an upload in parts",
      description =
          "Each part, once, with the ETag that its upload answered; a part that is missing or has another ETag answers"
              + " 400 and changes nothing. The file replaces an older one at once and whole. Completing again what is"
              + " completed answers the same; an unknown or expired upload, or one of another path, answers 404.")
  public Reply complete(
      MultipartRequests.CompleteUpload asked, @Context HttpServerRequest request) {
    uploads.complete(
        caller.scope(),
        file(request, asked.path()),
        MultipartRequests.uploadId(asked.uploadId()),
        asked.parts().stream().map(MultipartRequests.UploadedPart::toDomain).toList());
    return Reply.EMPTY;
  }

  @POST
  @Path("/abort/{path}")
  @Parameter(
      name = "path",
      in = ParameterIn.PATH,
      required = true,
      description = FOLDER,
      schema = @Schema(type = SchemaType.STRING))
  @Needs(Permission.ARTIFACT_WRITE)
  @Operation(
      summary = "Abort an upload in parts",
      description =
          "Frees its parts. An unknown or expired upload, or one of another path, answers 404.")
  public Reply abort(MultipartRequests.AbortUpload asked, @Context HttpServerRequest request) {
    uploads.abort(
        caller.scope(), file(request, asked.path()), MultipartRequests.uploadId(asked.uploadId()));
    return Reply.EMPTY;
  }

  private static ArtifactPath file(HttpServerRequest request, String clientPath) {
    return MultipartRequests.file(RawRequest.fileOrFolder(request), clientPath);
  }
}

package imprint.api;

import imprint.access.Needs;
import imprint.access.Permission;
import imprint.artifact.Adoptions;
import imprint.http.Download;
import imprint.http.SignedUrls;
import imprint.http.UploadHeaders;
import imprint.registry.Withdrawals;
import imprint.upload.SingleUploads;
import imprint.upload.Uploads;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tags;
import org.jboss.resteasy.reactive.RestPath;

/**
 * {@code /api/v1/signed}: transfers under URLs that this server signed. The signature is the
 * permission: whoever has the URL may use it until it expires, for what it was signed for.
 */
@Path(SignedUrls.ROOT)
@RunOnVirtualThread
@Tags(refs = "Artifacts")
public class SignedResource {
  private final SignedUrls urls;
  private final Uploads uploads;
  private final SingleUploads singles;
  private final Adoptions adoptions;
  private final Withdrawals withdrawals;

  SignedResource(
      SignedUrls urls,
      Uploads uploads,
      SingleUploads singles,
      Adoptions adoptions,
      Withdrawals withdrawals) {
    this.withdrawals = withdrawals;
    this.urls = urls;
    this.uploads = uploads;
    this.singles = singles;
    this.adoptions = adoptions;
  }

  @PUT
  @Path("/parts/{id}/{number}")
  @Consumes(MediaType.WILDCARD)
  @Needs(Permission.PUBLIC)
  @Operation(
      summary = "Upload a part",
      description =
          "The body, whose size Content-Length must tell, is the part; it replaces an older one of its number. Answers"
              + " the ETag that completing the upload asks for. A body that is cut off, or does not match Content-MD5,"
              + " Digest, Content-Digest or Repr-Digest, answers 400 and changes nothing. 403 when the URL is not"
              + " signed for this or has expired, 404 when the upload has ended or expired.")
  public Response part(
      @RestPath String id,
      @RestPath int number,
      @Context HttpServerRequest request,
      InputStream body) {
    urls.verify(request);
    String tag = uploads.writePart(UUID.fromString(id), number, body, UploadHeaders.read(request));
    return Response.ok().header("ETag", "\"" + tag + "\"").build();
  }

  @PUT
  @Path("/uploads/{id}")
  @Consumes(MediaType.WILDCARD)
  @Needs(Permission.PUBLIC)
  @Operation(
      summary = "Upload a file",
      description =
          "The body is the content; it replaces an older file at once and whole, and ends the upload. A body that is"
              + " cut off, or does not match Content-MD5, Digest, Content-Digest or Repr-Digest, answers 400 and"
              + " changes nothing. 403 when the URL is not signed for this or has expired, 404 when it was used.")
  public Response upload(
      @RestPath String id, @Context HttpServerRequest request, InputStream body) {
    urls.verify(request);
    singles.receive(UUID.fromString(id), body, UploadHeaders.read(request));
    return Response.ok().build();
  }

  @GET
  @Path("/downloads/{key}")
  @Needs(Permission.PUBLIC)
  @Operation(
      summary = "Download a content",
      description =
          "The whole content, verified against its SHA-256 while it is sent, or one Range of it. 403 when the URL is"
              + " not signed for this or has expired, 404 when the content is kept no more.")
  public Response download(@RestPath String key, @Context HttpServerRequest request) {
    String name = urls.verify(request);
    return Download.of(adoptions.content(UUID.fromString(key)), name, request);
  }

  @GET
  @Path("/versions/{version}/{key}")
  @Needs(Permission.PUBLIC)
  @Operation(
      summary = "Download a content of a version",
      description =
          "As another content, and 410 once the version was revoked or found compromised, with the reason.")
  public Response downloadOfVersion(
      @RestPath long version, @RestPath String key, @Context HttpServerRequest request) {
    String name = urls.verify(request);
    withdrawals.requireReadable(version);
    return Download.of(adoptions.content(UUID.fromString(key)), name, request);
  }
}

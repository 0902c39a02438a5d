package imprint.mlflow;

import imprint.access.Caller;
import imprint.access.Needs;
import imprint.access.Permission;
import imprint.artifact.ArtifactPath;
import imprint.artifact.Artifacts;
import imprint.artifact.Content;
import imprint.failure.Failure;
import imprint.http.SignedUrls;
import imprint.mlflow.json.Required;
import imprint.mlflow.json.WireRequest;
import imprint.tracking.Candidates;
import imprint.tracking.LoggedModelId;
import imprint.tracking.LoggedModels;
import imprint.tracking.RunId;
import imprint.upload.SingleUploads;
import imprint.upload.Upload;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tags;
import org.jspecify.annotations.Nullable;

/**
 * {@code /mlflow/artifacts/presigned-…-url}: signed URLs for single files of runs and logged
 * models.
 */
@Path("/{wire:api|ajax-api}/2.0/mlflow/artifacts")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tags(refs = "Artifacts")
public class PresignedUrlsResource {
  private static final long UPLOAD_SECONDS = 900;
  private static final long DOWNLOAD_SECONDS = 300;

  private final Candidates candidates;
  private final LoggedModels models;
  private final Artifacts artifacts;
  private final SingleUploads uploads;
  private final PresignedDownloads downloads;
  private final SignedUrls urls;
  private final Caller caller;

  PresignedUrlsResource(
      Candidates candidates,
      LoggedModels models,
      Artifacts artifacts,
      SingleUploads uploads,
      PresignedDownloads downloads,
      SignedUrls urls,
      Caller caller) {
    this.candidates = candidates;
    this.models = models;
    this.artifacts = artifacts;
    this.uploads = uploads;
    this.downloads = downloads;
    this.urls = urls;
    this.caller = caller;
  }

  record CreateUploadUrl(
      @Nullable String runId,
      @Nullable String modelId,
      @Required String path,
      @Nullable Long expiration)
      implements WireRequest {}

  record CreateDownloadUrl(@Required String runId, @Required String path, @Nullable Long expiration)
      implements WireRequest {}

  /** A URL and the headers to send with it; a download's size in bytes. */
  record PresignedUrl(String presignedUrl, Map<String, String> headers, @Nullable Long fileSize) {}

  @POST
  @Path("/presigned-upload-url")
  @Needs(Permission.ARTIFACT_WRITE)
  @Operation(
      summary = "A URL to upload a file of a run or logged model",
      description =
          "For one PUT of the content, which replaces an older file at once and whole. path is from the root of either"
              + " run_id or model_id; expiration is 1 to 3600 seconds, 900 when absent.")
  public PresignedUrl upload(CreateUploadUrl asked, @Context HttpServerRequest request) {
    ArtifactPath file = new ArtifactPath(asked.path());
    Duration validity = validity(asked.expiration(), UPLOAD_SECONDS);
    ArtifactPath path = Artifacts.ofUri(rootUri(asked.runId(), asked.modelId())).resolve(file);
    Upload upload = uploads.begin(caller.scope(), path);
    String url =
        uploads
            .direct(upload, validity)
            .map(URI::toString)
            .orElseGet(() -> urls.upload(request, upload.id(), validity));
    return new PresignedUrl(url, Map.of(), null);
  }

  @POST
  @Path("/presigned-download-url")
  @Needs(Permission.ARTIFACT_READ)
  @Operation(
      summary = "A URL to download a file of a run",
      description =
          "For the content as it is now. path is from the run's root; expiration is 1 to 3600 seconds, 300 when"
              + " absent. 404 when there is no such file, 400 when it is a folder.")
  public PresignedUrl download(CreateDownloadUrl asked, @Context HttpServerRequest request) {
    ArtifactPath file = new ArtifactPath(asked.path());
    Duration validity = validity(asked.expiration(), DOWNLOAD_SECONDS);
    ArtifactPath path = Artifacts.ofUri(rootUri(asked.runId(), null)).resolve(file);
    Content content = artifacts.get(caller.scope(), path);
    String url = downloads.url(request, content, file.name(), validity);
    return new PresignedUrl(url, Map.of(), content.blob().size());
  }

  private String rootUri(@Nullable String runId, @Nullable String modelId) {
    boolean ofRun = runId != null && !runId.isEmpty();
    boolean ofModel = modelId != null && !modelId.isEmpty();
    if (ofRun == ofModel) {
      throw new Failure.Invalid("run_id", "Exactly one of run_id and model_id must be provided.");
    }
    return ofRun
        ? candidates.get(caller.scope(), new RunId(String.valueOf(runId))).artifactUri()
        : models
            .get(caller.scope(), new LoggedModelId(String.valueOf(modelId)), false)
            .artifactUri();
  }

  private static Duration validity(@Nullable Long asked, long otherwise) {
    long seconds = asked == null ? otherwise : asked;
    if (seconds < 1 || seconds > SignedUrls.LONGEST.toSeconds()) {
      throw new Failure.Invalid(
          "expiration",
          "expiration must be between 1 and "
              + SignedUrls.LONGEST.toSeconds()
              + " seconds (got "
              + seconds
              + ").");
    }
    return Duration.ofSeconds(seconds);
  }
}

package imprint.api;

import imprint.access.Caller;
import imprint.access.Needs;
import imprint.access.Permission;
import imprint.artifact.ArtifactPath;
import imprint.artifact.Artifacts;
import imprint.tracking.LoggedModelId;
import imprint.tracking.LoggedModels;
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
import org.jboss.resteasy.reactive.RestPath;

/** Folders of a logged model as archives, what is inside of its stored archives, and previews. */
@Path("/api/v1/logged-models/{model_id}")
@RunOnVirtualThread
@Tags(refs = "Artifacts")
public class ArchiveOfLoggedModelResource {
  private final LoggedModels models;
  private final ArchiveAnswers answers;
  private final Caller caller;

  ArchiveOfLoggedModelResource(LoggedModels models, ArchiveAnswers answers, Caller caller) {
    this.models = models;
    this.answers = answers;
    this.caller = caller;
  }

  @GET
  @Path("/archive")
  @Needs(Permission.ARTIFACT_READ)
  @Operation(
      summary = "Download a folder of a logged model as an archive",
      description =
          "All files below ?path=, or of the whole logged model, as ?format= tar, tar.gz or zip, made while it is sent."
              + ArchiveAnswers.ARCHIVE_TOLD)
  public Response archive(@RestPath("model_id") String id, @Context HttpServerRequest request) {
    return answers.archive(root(id), id, request);
  }

  @HEAD
  @Path("/archive")
  @Needs(Permission.ARTIFACT_READ)
  @Operation(
      summary = "Describe a folder of a logged model as an archive",
      description = "The headers of its download.")
  public Response archiveHeaders(
      @RestPath("model_id") String id, @Context HttpServerRequest request) {
    return answers.archiveHeaders(root(id), id, request);
  }

  @GET
  @Path("/members")
  @Produces(MediaType.APPLICATION_JSON)
  @Needs(Permission.ARTIFACT_READ)
  @Operation(
      summary = "List a folder inside of a stored archive",
      description = ArchiveAnswers.MEMBERS_TOLD)
  public MemberPage members(@RestPath("model_id") String id, @Context HttpServerRequest request) {
    return answers.members(root(id), request);
  }

  @GET
  @Path("/member")
  @Needs(Permission.ARTIFACT_READ)
  @Operation(
      summary = "Download a member of a stored archive",
      description = ArchiveAnswers.MEMBER_TOLD)
  public Response member(@RestPath("model_id") String id, @Context HttpServerRequest request) {
    return answers.member(root(id), request);
  }

  @HEAD
  @Path("/member")
  @Needs(Permission.ARTIFACT_READ)
  @Operation(
      summary = "Describe a member of a stored archive",
      description = "The headers of its download.")
  public Response memberHeaders(
      @RestPath("model_id") String id, @Context HttpServerRequest request) {
    return answers.memberHeaders(root(id), request);
  }

  @GET
  @Path("/preview")
  @Produces(MediaType.APPLICATION_JSON)
  @Needs(Permission.ARTIFACT_READ)
  @Operation(
      summary = "Preview a file of a logged model",
      description = ArchiveAnswers.PREVIEW_TOLD)
  public PreviewBody preview(@RestPath("model_id") String id, @Context HttpServerRequest request) {
    return answers.preview(root(id), request);
  }

  private ArtifactPath root(String id) {
    return Artifacts.ofUri(models.get(caller.scope(), new LoggedModelId(id), false).artifactUri());
  }
}

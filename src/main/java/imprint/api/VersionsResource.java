package imprint.api;

import imprint.access.Caller;
import imprint.access.Needs;
import imprint.access.Permission;
import imprint.failure.Failure;
import imprint.registry.Amendments;
import imprint.registry.ModelVersion;
import imprint.registry.Reference;
import imprint.registry.References;
import imprint.registry.SearchRegistry;
import imprint.registry.Versions;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tags;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The versions of a model. */
@Path(ModelPaths.MODELS + "/{model}/versions")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tags(refs = "Models")
public class VersionsResource {
  private static final String ONE = "/{ref}";
  private static final int USUAL = 100;
  private static final int MOST = 1_000;

  private final AskedVersions asked;
  private final Versions versions;
  private final References references;
  private final Amendments amendments;
  private final SearchRegistry searches;
  private final VersionViews views;
  private final TaggedJson tagged;
  private final JsonBody json;
  private final Caller caller;

  VersionsResource(
      AskedVersions asked,
      Versions versions,
      References references,
      Amendments amendments,
      SearchRegistry searches,
      VersionViews views,
      TaggedJson tagged,
      JsonBody json,
      Caller caller) {
    this.asked = asked;
    this.versions = versions;
    this.references = references;
    this.amendments = amendments;
    this.searches = searches;
    this.views = views;
    this.tagged = tagged;
    this.json = json;
    this.caller = caller;
  }

  @GET
  @Needs(Permission.REGISTRY_READ)
  @Operation(
      summary = "Search the versions of a model",
      description =
          "Whatever their state. filter names version_number, semver, state, channel, alias, run_id, tags.<key>,"
              + " params.<key> and metrics.<key> of the run. The newest number first unless order_by, which may be"
              + " repeated, says otherwise; max_results 1 to 1000, 100 unless told.")
  public VersionView.Versions search(
      @RestPath String model,
      @RestQuery @Nullable String filter,
      @RestQuery("order_by") List<String> orderBy,
      @RestQuery("max_results") @Nullable String maxResults,
      @RestQuery("page_token") @Nullable String pageToken) {
    return views.page(
        searches.versionsOf(
            caller.scope(),
            model,
            filter == null ? "" : filter,
            Arguments.orderBy(orderBy),
            Arguments.limit(maxResults, USUAL, MOST),
            Arguments.token(pageToken)));
  }

  @GET
  @Path(ONE)
  @Needs(Permission.REGISTRY_READ)
  @Operation(
      summary = "Read the version that a reference means",
      description =
          "Counted as a use. The ETag is that of all that is shown; a request that knows it by If-None-Match gets 304."
              + " explain=true adds which versions were looked at and why each was taken or not; not together with at."
              + " 404 names what would have matched nearly; 410 tells since when and why the version is revoked or"
              + " compromised. inspect=true shows such a version too, without counting a use; not together with at.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = VersionView.class)))
  public Response get(
      @RestPath String model,
      @Parameter(description = AskedVersions.REFERENCE) @RestPath String ref,
      @Parameter(description = AskedVersions.AT) @RestQuery @Nullable String at,
      @RestQuery @Nullable String explain,
      @RestQuery @Nullable String inspect,
      @Context HttpServerRequest request) {
    Reference reference = AskedVersions.parse(ref);
    Instant moment = Arguments.instant("at", at);
    boolean told = Arguments.flag("explain", explain);
    boolean inspected = Arguments.flag("inspect", inspect);
    if (moment != null && (told || inspected)) {
      throw new Failure.Invalid(
          told ? "explain" : "inspect", "'explain' and 'inspect' tell of now and exclude 'at'.");
    }
    ModelVersion version = inspected ? asked.any(model, ref) : asked.used(model, reference, moment);
    List<References.Considered> considered = told ? explained(model, reference, version) : null;
    return tagged.of(views.of(version, considered), request);
  }

  private List<References.Considered> explained(
      String model, Reference reference, ModelVersion chosen) {
    return references.explain(caller.scope(), model, reference, chosen);
  }

  @PATCH
  @Path(ONE)
  @Consumes(MediaType.APPLICATION_JSON)
  @RequestBody(
      content = @Content(schema = @Schema(implementation = ModelRequests.ChangedVersion.class)))
  @Needs(Permission.REGISTRY_WRITE)
  @Operation(
      summary = "Change a version",
      description =
          "All that is named or nothing; absent fields keep their values. The semantic version and the files never"
              + " change. A change of state needs the permission APPROVE. 409 when the state cannot follow the one that it has.")
  public VersionView change(
      @RestPath String model,
      @Parameter(description = AskedVersions.REFERENCE) @RestPath String ref,
      InputStream body) {
    ModelRequests.ChangedVersion wanted =
        json.read(body, ModelRequests.ChangedVersion.class, ModelRequests.LARGEST);
    if (wanted.state() != null) {
      caller.identity().require(Permission.APPROVE);
    }
    int number = asked.any(model, ref).number();
    return views.of(amendments.version(caller.scope(), model, number, wanted.values()));
  }

  @DELETE
  @Path(ONE)
  @Needs(Permission.REGISTRY_DELETE)
  @Operation(
      summary = "Delete a version",
      description =
          "Aliases and channels let go of it; its number and semantic version are never given again, its files and"
              + " records stay. 409 while a channel holds it and it is approved.")
  @APIResponse(responseCode = "204", description = "It is deleted.")
  public Response delete(
      @RestPath String model,
      @Parameter(description = AskedVersions.REFERENCE) @RestPath String ref) {
    versions.delete(caller.scope(), model, asked.any(model, ref).number());
    return Response.noContent().build();
  }
}

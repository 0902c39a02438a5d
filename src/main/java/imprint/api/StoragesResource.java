package imprint.api;

import imprint.access.Needs;
import imprint.access.Permission;
import imprint.http.RepeatableCalls;
import imprint.storage.Storages;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tags;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/storages}: the places where files are kept. */
@Path("/api/v1/storages")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tags(refs = "Storages")
public class StoragesResource {
  private static final String ONE = "/{name}";
  private static final Pattern ORIGIN = Pattern.compile("https?://[A-Za-z0-9.:\\[\\]-]{1,255}");

  private final Storages storages;
  private final JsonBody json;
  private final RepeatableCalls repeatable;

  StoragesResource(Storages storages, JsonBody json, RepeatableCalls repeatable) {
    this.storages = storages;
    this.json = json;
    this.repeatable = repeatable;
  }

  @GET
  @Needs(Permission.STORAGE_READ)
  @Operation(
      summary = "List storages",
      description = "All places where files are kept, by name, and how their last checks ended.")
  public StorageView.Page list() {
    return new StorageView.Page(storages.list().stream().map(StorageView::of).toList());
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @RequestBody(
      content = @Content(schema = @Schema(implementation = StorageRequests.NewStorage.class)))
  @Needs(Permission.STORAGE_ADMIN)
  @Operation(
      summary = "Add a storage",
      description =
          "A folder of the server or a bucket of an S3 server. Nothing is written to it until it is checked or used."
              + " 409 when the name is in use. Takes an Idempotency-Key.")
  @APIResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = StorageView.class)))
  public Response create(@Context HttpServerRequest request, InputStream body) {
    StorageRequests.NewStorage wanted = json.read(body, StorageRequests.NewStorage.class);
    String name = JsonBody.present("name", wanted.name());
    String kind = JsonBody.present("kind", wanted.kind());
    return repeatable.create(
        request,
        wanted,
        Response.Status.CREATED.getStatusCode(),
        () -> StorageView.of(storages.create(name, kind, wanted.values())));
  }

  @GET
  @Path(ONE)
  @Needs(Permission.STORAGE_READ)
  @Operation(summary = "Read a storage", description = "404 when there is none of this name.")
  public StorageView get(@PathParam("name") String name) {
    return StorageView.of(storages.get(name));
  }

  @PUT
  @Path(ONE)
  @Consumes(MediaType.APPLICATION_JSON)
  @RequestBody(
      content = @Content(schema = @Schema(implementation = StorageRequests.ChangedStorage.class)))
  @Needs(Permission.STORAGE_ADMIN)
  @Operation(
      summary = "Change a storage",
      description =
          "Absent fields keep their values. Bucket, prefix and folder change only while nothing is kept there (409);"
              + " endpoint and credentials at any time. 409 too when the server's configuration sets the storage.")
  public StorageView change(@PathParam("name") String name, InputStream body) {
    return StorageView.of(
        storages.change(name, json.read(body, StorageRequests.ChangedStorage.class).values()));
  }

  @DELETE
  @Path(ONE)
  @Needs(Permission.STORAGE_ADMIN)
  @Operation(
      summary = "Remove a storage",
      description =
          "409 while it keeps files or uploads, which the answer counts; never the default, and never local.")
  @APIResponse(responseCode = "204", description = "It is removed.")
  public Response remove(@PathParam("name") String name) {
    storages.remove(name);
    return Response.noContent().build();
  }

  @POST
  @Path(ONE + "/check")
  @Needs(Permission.STORAGE_ADMIN)
  @Operation(
      summary = "Check a storage",
      description =
          "Writes, reads and deletes a small file; a step may take 10 seconds. The answer is 200 whether or not the"
              + " storage works: state and error tell, and warnings what hampers browsers only.")
  public StorageView check(@PathParam("name") String name, @Context HttpServerRequest request) {
    Storages.Checked checked = storages.check(name, origin(request));
    return StorageView.of(checked.storage(), checked.warnings());
  }

  @POST
  @Path(ONE + "/default")
  @Needs(Permission.STORAGE_ADMIN)
  @Operation(
      summary = "Make a storage the default",
      description =
          "New files go there from now on, on other servers of the same database within seconds; old ones stay where"
              + " they are. It is checked first: 409 when it does not work.")
  public StorageView makeDefault(@PathParam("name") String name) {
    return StorageView.of(storages.makeDefault(name));
  }

  /** The origin of pages that this server shows, by how it was asked. */
  private static @Nullable String origin(HttpServerRequest request) {
    String named = request.getHeader("Origin");
    String origin = named == null ? request.scheme() + "://" + request.authority() : named;
    return ORIGIN.matcher(origin).matches() ? origin : null;
  }
}

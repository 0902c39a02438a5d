package imprint.api;

import imprint.access.Caller;
import imprint.access.Needs;
import imprint.access.Permission;
import imprint.failure.Failure;
import imprint.registry.Aliases;
import imprint.registry.Channels;
import imprint.registry.Models;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tags;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The names that people point at versions of a model. */
@Path(ModelPaths.MODELS + "/{model}/aliases")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tags(refs = "Models")
public class AliasesResource {
  private static final String ONE = "/{alias}";

  private final Aliases aliases;
  private final Models models;
  private final Channels channels;
  private final AskedVersions versions;
  private final JsonBody json;
  private final Caller caller;

  AliasesResource(
      Aliases aliases,
      Models models,
      Channels channels,
      AskedVersions versions,
      JsonBody json,
      Caller caller) {
    this.aliases = aliases;
    this.models = models;
    this.channels = channels;
    this.versions = versions;
    this.json = json;
    this.caller = caller;
  }

  @GET
  @Needs(Permission.REGISTRY_READ)
  @Operation(
      summary = "List the aliases of a model",
      description = "By name, with the number of the version. Channels are not among them.")
  public ModelView.Aliases list(@RestPath String model) {
    return new ModelView.Aliases(
        ModelView.aliases(models.get(caller.scope(), model), channels.list(caller.scope(), model)));
  }

  @PUT
  @Path(ONE)
  @Consumes(MediaType.APPLICATION_JSON)
  @RequestBody(content = @Content(schema = @Schema(implementation = ModelRequests.NewAlias.class)))
  @Needs(Permission.REGISTRY_WRITE)
  @Operation(
      summary = "Point an alias at a version",
      description =
          "Wherever it stood before. 400 for a name that means something else in a reference, such as latest, a number"
              + " or a channel of the model; 404 when the reference means no version.")
  public ModelView.AliasView set(@RestPath String model, @RestPath String alias, InputStream body) {
    String reference = json.read(body, ModelRequests.NewAlias.class).version();
    if (reference == null) {
      throw new Failure.Invalid("version", "'version' is missing.");
    }
    int number = versions.named("version", model, reference).number();
    aliases.set(caller.scope(), model, alias, number);
    return new ModelView.AliasView(alias, number);
  }

  @DELETE
  @Path(ONE)
  @Needs(Permission.REGISTRY_WRITE)
  @Operation(summary = "Remove an alias", description = "None of that name is no error.")
  @APIResponse(responseCode = "204", description = "There is no such alias any more.")
  public Response delete(@RestPath String model, @RestPath String alias) {
    aliases.delete(caller.scope(), model, alias);
    return Response.noContent().build();
  }

  @GET
  @Path(ONE + "/history")
  @Needs(Permission.REGISTRY_READ)
  @Operation(
      summary = "Read the moves of an alias",
      description =
          "The newest first, also of one that was removed; none when it never was. max_results 1 to 1000, 100 unless"
              + " told; continue with ?before= and the answer's next.")
  public MovesView history(
      @RestPath String model,
      @RestPath String alias,
      @RestQuery @Nullable String before,
      @RestQuery("max_results") @Nullable String maxResults) {
    int limit = Arguments.limit(maxResults, MovesView.USUAL, MovesView.MOST);
    return MovesView.of(
        aliases.history(caller.scope(), model, alias, Arguments.before(before), limit + 1), limit);
  }
}

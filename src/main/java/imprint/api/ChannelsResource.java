package imprint.api;

import imprint.access.Caller;
import imprint.access.Needs;
import imprint.access.Permission;
import imprint.failure.Failure;
import imprint.registry.Channels;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tags;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The places that versions of a model pass through. */
@Path(ModelPaths.MODELS + "/{model}/channels")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tags(refs = "Models")
public class ChannelsResource {
  private final Channels channels;
  private final JsonBody json;
  private final Caller caller;

  ChannelsResource(Channels channels, JsonBody json, Caller caller) {
    this.channels = channels;
    this.json = json;
    this.caller = caller;
  }

  @GET
  @Needs(Permission.REGISTRY_READ)
  @Operation(
      summary = "List the channels of a model",
      description = "In their order, with what each holds and since when.")
  public ModelView.Channels list(@RestPath String model) {
    return ModelView.Channels.of(channels.list(caller.scope(), model));
  }

  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  @RequestBody(
      content = @Content(schema = @Schema(implementation = ModelRequests.NewChannels.class)))
  @Needs(Permission.CHANNEL_MOVE)
  @Operation(
      summary = "Set which channels a model has",
      description =
          "In their order; those that stay keep what they hold. 409 for leaving out one that holds a version.")
  public ModelView.Channels define(@RestPath String model, InputStream body) {
    List<@Nullable String> wanted = json.read(body, ModelRequests.NewChannels.class).channels();
    if (wanted == null) {
      throw new Failure.Invalid("channels", "'channels' is missing.");
    }
    List<String> names = new ArrayList<>();
    for (String name : wanted) {
      if (name == null) {
        throw new Failure.Invalid("channels", "A name in 'channels' is null.");
      }
      names.add(name);
    }
    return ModelView.Channels.of(channels.define(caller.scope(), model, names));
  }

  @GET
  @Path("/{channel}/history")
  @Needs(Permission.REGISTRY_READ)
  @Operation(
      summary = "Read the moves of a channel",
      description =
          "The newest first. max_results 1 to 1000, 100 unless told; continue with ?before= and the answer's next."
              + " 404 when the model has no such channel.")
  public MovesView history(
      @RestPath String model,
      @RestPath String channel,
      @RestQuery @Nullable String before,
      @RestQuery("max_results") @Nullable String maxResults) {
    int limit = Arguments.limit(maxResults, MovesView.USUAL, MovesView.MOST);
    return MovesView.of(
        channels.history(caller.scope(), model, channel, Arguments.before(before), limit + 1),
        limit);
  }
}

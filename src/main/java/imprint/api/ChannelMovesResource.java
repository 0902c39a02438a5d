package imprint.api;

import imprint.access.Caller;
import imprint.access.Needs;
import imprint.access.Permission;
import imprint.failure.Failure;
import imprint.promotion.ChannelMoves;
import imprint.registry.Channel;
import imprint.registry.Reference;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** Moves of channels under their policies. */
@Path("/api/v1/projects/{project}/models/{model}")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Channels", description = "What dev, staging and production hold")
public class ChannelMovesResource {
  private final ChannelMoves moves;
  private final Caller caller;
  private final JsonBody json;

  ChannelMovesResource(ChannelMoves moves, Caller caller, JsonBody json) {
    this.moves = moves;
    this.caller = caller;
    this.json = json;
  }

  @PUT
  @Path("/channels/{channel}")
  @RequestBody(
      content = @Content(schema = @Schema(implementation = PromotionRequests.WantedMove.class)))
  @Needs(Permission.CHANNEL_MOVE)
  @Operation(
      summary = "Move a channel",
      description =
          "To the version that a reference means now; null empties it. 403 with the reasons when its policy refuses;"
              + " 409 when it holds another version than expected.")
  public ModelView.Channels move(
      @RestPath String model, @RestPath String channel, InputStream body) {
    PromotionRequests.WantedMove wanted = json.read(body, PromotionRequests.WantedMove.class);
    return moved(
        model, List.of(wanted(channel, wanted)), PromotionRequests.orEmpty(wanted.reason()));
  }

  @POST
  @Path("/channel-moves")
  @RequestBody(
      content = @Content(schema = @Schema(implementation = PromotionRequests.WantedMoves.class)))
  @Needs(Permission.CHANNEL_MOVE)
  @Operation(summary = "Move several channels", description = "Together or not at all.")
  public ModelView.Channels moveAll(@RestPath String model, InputStream body) {
    PromotionRequests.WantedMoves wanted = json.read(body, PromotionRequests.WantedMoves.class);
    if (wanted.moves() == null
        || wanted.moves().isEmpty()
        || wanted.moves().size() > Channel.MOST) {
      throw new Failure.Invalid("moves", "'moves' holds 1 to " + Channel.MOST + " moves.");
    }
    return moved(
        model,
        wanted.moves().stream()
            .map(move -> wanted(JsonBody.present("channel", move.channel()), move))
            .toList(),
        PromotionRequests.orEmpty(wanted.reason()));
  }

  @POST
  @Path("/channels/{channel}/rollback")
  @RequestBody(
      content = @Content(schema = @Schema(implementation = PromotionRequests.WantedRollback.class)))
  @Needs(Permission.CHANNEL_MOVE)
  @Operation(
      summary = "Roll a channel back",
      description =
          "To the version that it held before and that may still be held. Soaking is not asked for again. 409 when there"
              + " is none.")
  public ModelView.Channels rollback(
      @RestPath String model, @RestPath String channel, InputStream body) {
    String reason =
        PromotionRequests.orEmpty(json.read(body, PromotionRequests.WantedRollback.class).reason());
    return ModelView.Channels.of(moves.rollback(caller.scope(), model, channel, reason));
  }

  private ModelView.Channels moved(String model, List<ChannelMoves.Wanted> wanted, String reason) {
    return ModelView.Channels.of(moves.move(caller.scope(), model, wanted, reason));
  }

  private static ChannelMoves.Wanted wanted(String channel, PromotionRequests.WantedMove move) {
    return new ChannelMoves.Wanted(
        channel,
        move.version() == null ? null : Reference.parse("version", move.version()),
        move.expected());
  }
}

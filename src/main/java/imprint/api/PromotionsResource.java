package imprint.api;

import imprint.access.Caller;
import imprint.access.Needs;
import imprint.access.Permission;
import imprint.failure.Failure;
import imprint.http.RepeatableCalls;
import imprint.policy.Outcome;
import imprint.promotion.Decisions;
import imprint.promotion.Promotion;
import imprint.promotion.PromotionAnswer;
import imprint.promotion.PromotionRequest;
import imprint.promotion.Promotions;
import imprint.registry.ModelLocks;
import imprint.registry.SourceChangedException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** {@code …/promotions}: the door from candidates to versions. */
@Path("/api/v1/projects/{project}/promotions")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Promotions", description = "Candidates become versions: verdicts, approvals, waivers")
public class PromotionsResource {
  private static final int ATTEMPTS = 3;
  private static final int USUAL_ROWS = 50;

  private final Promotions promotions;
  private final Decisions decisions;
  private final Caller caller;
  private final JsonBody json;
  private final RepeatableCalls repeatable;
  private final ModelLocks locks;

  PromotionsResource(
      Promotions promotions,
      Decisions decisions,
      Caller caller,
      JsonBody json,
      RepeatableCalls repeatable,
      ModelLocks locks) {
    this.promotions = promotions;
    this.decisions = decisions;
    this.caller = caller;
    this.json = json;
    this.repeatable = repeatable;
    this.locks = locks;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @RequestBody(
      content =
          @Content(schema = @Schema(implementation = PromotionRequests.WantedPromotion.class)))
  @Needs(Permission.PROMOTE)
  @Operation(
      summary = "Promote a candidate",
      description =
          "Judges it by the policies of the project, the model and the channel. 201: the version is made, frozen and"
              + " signed, and the channel holds it. 202: all that a machine can judge passed, approvals are missing. 422:"
              + " refused, and kept as a record. 200: a dry run, nothing changed. 404: no such model, candidate or"
              + " channel, or no files. 409: the semantic version exists, or the channel holds another version than"
              + " expected. An Idempotency-Key makes repeating safe.")
  @APIResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = PromotionView.class)))
  public Response promote(InputStream body, @Context HttpServerRequest request) {
    PromotionRequest wanted = json.read(body, PromotionRequests.WantedPromotion.class).toDomain();
    return locks.inTurn(caller.scope(), wanted.model(), () -> promote(request, wanted));
  }

  /** Files that change at this moment are looked at again, after all that was done is undone. */
  private Response promote(HttpServerRequest request, PromotionRequest wanted) {
    for (int attempt = 1; ; attempt++) {
      try {
        return repeatable.answer(
            request,
            wanted,
            () -> {
              PromotionAnswer answer = promotions.promote(caller.scope(), wanted);
              return new RepeatableCalls.Answered(status(answer), PromotionView.of(answer));
            });
      } catch (SourceChangedException changed) {
        if (attempt == ATTEMPTS) {
          throw changed.failure();
        }
      }
    }
  }

  private static int status(PromotionAnswer answer) {
    Promotion promotion = answer.promotion();
    if (promotion == null) {
      return 200;
    }
    if (answer.verdict().outcome() == Outcome.FAIL) {
      return 422;
    }
    return promotion.state() == Promotion.State.APPROVED ? 201 : 202;
  }

  @GET
  @Needs(Permission.REGISTRY_READ)
  @Operation(
      summary = "List promotions",
      description =
          "The newest first, also refused ones. model and state (several, joined by commas) narrow the list; before"
              + " continues it; max_results 1 to 200, 50 unless told.")
  public PromotionView.Page list(
      @RestQuery @Nullable String model,
      @RestQuery @Nullable String state,
      @RestQuery @Nullable String before,
      @RestQuery("max_results") @Nullable String maxResults) {
    int most = Arguments.limit(maxResults, USUAL_ROWS, Promotions.MOST);
    Instant start = Arguments.instant("before", before);
    List<Promotion> found =
        promotions.list(
            caller.scope(),
            model == null || model.isEmpty() ? null : model,
            states(state),
            start == null ? Instant.parse("9999-01-01T00:00:00Z") : start,
            most);
    return new PromotionView.Page(
        found.stream().map(PromotionView::of).toList(),
        found.size() == most ? found.getLast().requested() : null);
  }

  private static List<Promotion.State> states(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return List.of();
    }
    try {
      return Arrays.stream(text.split(",", -1))
          .map(word -> Promotion.State.valueOf(word.toUpperCase(Locale.ROOT)))
          .toList();
    } catch (IllegalArgumentException unknown) {
      throw new Failure.Invalid(
          "state", "'state' is any of pending, approved, refused, rejected, expired.");
    }
  }

  @GET
  @Path("/{id}")
  @Needs(Permission.REGISTRY_READ)
  @Operation(
      summary = "Read a promotion",
      description =
          "With its verdict, the texts that judged, approvals and waivers; also of a refused one.")
  public PromotionView get(@RestPath String id) {
    return PromotionView.of(promotions.get(caller.scope(), id(id)));
  }

  @POST
  @Path("/{id}/approvals")
  @Consumes(MediaType.APPLICATION_JSON)
  @RequestBody(
      content = @Content(schema = @Schema(implementation = PromotionRequests.Decision.class)))
  @Needs(Permission.APPROVE)
  @Operation(
      summary = "Approve or reject a promotion",
      description =
          "Of a promotion that waits. The last approval that was missing completes it; one rejection ends it. 403 when"
              + " the policies ask for another role, or for another than whoever made the candidate or asked for the"
              + " promotion; 409 when it does not wait, or the caller has decided already.")
  public PromotionView decide(@RestPath String id, InputStream body) {
    PromotionRequests.Decision decision = json.read(body, PromotionRequests.Decision.class);
    return PromotionView.of(
        decisions.decide(
            caller.scope(),
            caller.identity().role().word(),
            id(id),
            decision.approves(),
            PromotionRequests.orEmpty(decision.comment())));
  }

  @POST
  @Path("/{id}/waivers")
  @Consumes(MediaType.APPLICATION_JSON)
  @RequestBody(
      content = @Content(schema = @Schema(implementation = PromotionRequests.WantedWaiver.class)))
  @Needs(Permission.WAIVE)
  @Operation(
      summary = "Waive a rule",
      description =
          "Of a promotion that was refused or waits; it is judged again at once, by the same texts. 403 when the rule's"
              + " policy gives that to other roles.")
  public PromotionView waive(@RestPath String id, InputStream body) {
    PromotionRequests.WantedWaiver waiver = json.read(body, PromotionRequests.WantedWaiver.class);
    return PromotionView.of(
        decisions.waive(
            caller.scope(),
            caller.identity().role().word(),
            id(id),
            JsonBody.present("rule", waiver.rule()),
            PromotionRequests.orEmpty(waiver.reason())));
  }

  private static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException none) {
      throw new Failure.Missing("There is no promotion '" + Failure.echo(text) + "'.");
    }
  }
}

package imprint.api;

import imprint.access.Caller;
import imprint.access.Needs;
import imprint.access.Permission;
import imprint.failure.Failure;
import imprint.policy.PolicyFormat;
import imprint.promotion.Evaluations;
import imprint.promotion.Policies;
import imprint.promotion.PolicyScope;
import imprint.promotion.PolicyText;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Policies of the project, of models and of channels. */
@Path("/api/v1/projects/{project}")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Policies", description = "What a candidate must fulfil to become a version")
public class PoliciesResource {
  private static final String OF_PROJECT = "/policy";
  private static final String OF_MODEL = "/models/{model}/policy";
  private static final String OF_CHANNEL = "/models/{model}/channels/{channel}/policy";
  private static final String HISTORY = "/history";
  private static final String PUT_HELP =
      "The body is the text: JSON when the media type is application/json, YAML otherwise; up to 64 KiB. An empty body"
          + " ends the policy. 400 with line and column when it does not parse. Every revision is kept; the same text"
          + " again adds none. reason may say why.";
  private static final String GET_HELP = "404 when there is none.";

  private final Policies policies;
  private final Evaluations evaluations;
  private final Caller caller;
  private final JsonBody json;

  PoliciesResource(Policies policies, Evaluations evaluations, Caller caller, JsonBody json) {
    this.policies = policies;
    this.evaluations = evaluations;
    this.caller = caller;
    this.json = json;
  }

  @GET
  @Path(OF_PROJECT)
  @Needs(Permission.REGISTRY_READ)
  @Operation(summary = "Read the project's policy", description = GET_HELP)
  public PolicyView get() {
    return read(PolicyScope.PROJECT);
  }

  @GET
  @Path(OF_MODEL)
  @Needs(Permission.REGISTRY_READ)
  @Operation(summary = "Read a model's policy", description = GET_HELP)
  public PolicyView get(@RestPath String model) {
    return read(new PolicyScope(model, null));
  }

  @GET
  @Path(OF_CHANNEL)
  @Needs(Permission.REGISTRY_READ)
  @Operation(summary = "Read a channel's policy", description = GET_HELP)
  public PolicyView get(@RestPath String model, @RestPath String channel) {
    return read(new PolicyScope(model, channel));
  }

  @PUT
  @Path(OF_PROJECT)
  @Consumes(MediaType.WILDCARD)
  @Needs(Permission.POLICY_WRITE)
  @Operation(summary = "Set the project's policy", description = PUT_HELP)
  public PolicyView put(
      InputStream body, @Context HttpHeaders headers, @RestQuery @Nullable String reason) {
    return write(PolicyScope.PROJECT, body, headers, reason);
  }

  @PUT
  @Path(OF_MODEL)
  @Consumes(MediaType.WILDCARD)
  @Needs(Permission.POLICY_WRITE)
  @Operation(summary = "Set a model's policy", description = PUT_HELP)
  public PolicyView put(
      @RestPath String model,
      InputStream body,
      @Context HttpHeaders headers,
      @RestQuery @Nullable String reason) {
    return write(new PolicyScope(model, null), body, headers, reason);
  }

  @PUT
  @Path(OF_CHANNEL)
  @Consumes(MediaType.WILDCARD)
  @Needs(Permission.POLICY_WRITE)
  @Operation(summary = "Set a channel's policy", description = PUT_HELP)
  public PolicyView put(
      @RestPath String model,
      @RestPath String channel,
      InputStream body,
      @Context HttpHeaders headers,
      @RestQuery @Nullable String reason) {
    return write(new PolicyScope(model, channel), body, headers, reason);
  }

  @GET
  @Path(OF_PROJECT + HISTORY)
  @Needs(Permission.REGISTRY_READ)
  @Operation(
      summary = "List revisions of the project's policy",
      description = "The newest 200, the newest first.")
  public PolicyView.History history() {
    return all(PolicyScope.PROJECT);
  }

  @GET
  @Path(OF_MODEL + HISTORY)
  @Needs(Permission.REGISTRY_READ)
  @Operation(
      summary = "List revisions of a model's policy",
      description = "The newest 200, the newest first.")
  public PolicyView.History history(@RestPath String model) {
    return all(new PolicyScope(model, null));
  }

  @GET
  @Path(OF_CHANNEL + HISTORY)
  @Needs(Permission.REGISTRY_READ)
  @Operation(
      summary = "List revisions of a channel's policy",
      description = "The newest 200, the newest first.")
  public PolicyView.History history(@RestPath String model, @RestPath String channel) {
    return all(new PolicyScope(model, channel));
  }

  /** What a policy says of several candidates. */
  record Evaluated(List<Evaluations.Evaluation> evaluations) {}

  @POST
  @Path("/policies/evaluate")
  @Consumes(MediaType.APPLICATION_JSON)
  @RequestBody(
      content =
          @Content(schema = @Schema(implementation = PromotionRequests.WantedEvaluation.class)))
  @Needs(Permission.REGISTRY_READ)
  @Operation(
      summary = "Try a policy",
      description =
          "On one candidate, on the newest 200 candidates of an experiment (what would pass today), or on what the"
              + " channels of a model hold (what would this change break). Nothing is kept. Without a text the model's"
              + " own policy is tried.")
  public Evaluated evaluate(InputStream body) {
    PromotionRequests.WantedEvaluation wanted =
        json.read(body, PromotionRequests.WantedEvaluation.class);
    String model = wanted.model();
    String text = wanted.policy();
    PolicyFormat format = "json".equals(wanted.format()) ? PolicyFormat.JSON : PolicyFormat.YAML;
    if (text == null) {
      PolicyText now =
          policies
              .get(
                  caller.scope(),
                  model == null ? PolicyScope.PROJECT : new PolicyScope(model, null))
              .orElseThrow(
                  () ->
                      new Failure.Invalid(
                          "policy", "'policy' is missing, and there is none to try."));
      text = now.text();
      format = now.format();
    }
    if (wanted.candidate() != null) {
      return new Evaluated(
          List.of(
              evaluations.ofCandidate(
                  caller.scope(), text, format, wanted.candidate(), wanted.path(), model)));
    }
    if (wanted.experiment() != null) {
      return new Evaluated(
          evaluations.ofExperiment(
              caller.scope(), text, format, wanted.experiment(), wanted.path(), model));
    }
    if (wanted.channels() == null || !wanted.channels() || model == null) {
      throw new Failure.Invalid(
          "candidate", "One of 'candidate', 'experiment', or 'channels' with 'model' is demanded.");
    }
    return new Evaluated(evaluations.ofChannels(caller.scope(), text, format, model));
  }

  private PolicyView read(PolicyScope of) {
    return PolicyView.of(
        policies
            .get(caller.scope(), of)
            .orElseThrow(
                () -> new Failure.Missing("There is no policy of the " + of.word() + ".")));
  }

  private PolicyView write(
      PolicyScope of, InputStream body, HttpHeaders headers, @Nullable String reason) {
    MediaType type = headers.getMediaType();
    boolean isJson = type != null && type.getSubtype().equalsIgnoreCase("json");
    return PolicyView.of(
        policies.put(
            caller.scope(),
            of,
            json.text(body),
            isJson ? PolicyFormat.JSON : PolicyFormat.YAML,
            PromotionRequests.orEmpty(reason)));
  }

  private PolicyView.History all(PolicyScope of) {
    return new PolicyView.History(
        policies.history(caller.scope(), of).stream().map(PolicyView::of).toList());
  }
}

package imprint.mlflow;

import imprint.access.Caller;
import imprint.access.Needs;
import imprint.access.Permission;
import imprint.failure.Failure;
import imprint.project.Scope;
import imprint.promotion.ChannelMoves;
import imprint.registry.Aliases;
import imprint.registry.Channels;
import imprint.registry.ModelVersion;
import imprint.registry.Reference;
import imprint.registry.References;
import imprint.registry.RegistryLimits;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tags;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** {@code /mlflow/registered-models/alias}: names of versions, channels among them. */
@Path("/{wire:api|ajax-api}/2.0/mlflow/registered-models/alias")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tags(refs = "Registered models")
public class ModelAliasesResource {
  private static final String FIELD = "alias";
  private static final String REASON = "the alias was set";

  private final Aliases aliases;
  private final Channels channels;
  private final ChannelMoves moves;
  private final References references;
  private final Caller caller;

  ModelAliasesResource(
      Aliases aliases,
      Channels channels,
      ChannelMoves moves,
      References references,
      Caller caller) {
    this.aliases = aliases;
    this.channels = channels;
    this.moves = moves;
    this.references = references;
    this.caller = caller;
  }

  record OneModelVersion(WireModelVersion modelVersion) {}

  @GET
  @Needs(Permission.REGISTRY_READ)
  @Operation(
      summary = "Version by alias",
      description =
          "The alias may be any reference: an alias, a channel in any case, a number, a semantic version, a range such as"
              + " ^1.2 (the highest approved version), latest, latest-approved, sha256:<digest>. 400 for an unknown alias;"
              + " 404 for any other that means no version, with the nearest.")
  public OneModelVersion get(
      @RestQuery("name") @Nullable String name, @RestQuery("alias") @Nullable String alias) {
    String model = RegistryArguments.name(Arguments.required("name", name));
    String text = Arguments.required(FIELD, alias);
    Reference reference = Reference.parse(FIELD, text);
    try {
      return new OneModelVersion(
          WireModelVersion.of(references.resolve(caller.scope(), model, reference)));
    } catch (Failure.Missing missing) {
      throw reference instanceof Reference.Named && isUnknown(model, reference)
          ? new Failure.Invalid(
              FIELD, "Registered model alias " + Failure.echo(text) + " not found.")
          : missing;
    }
  }

  private boolean isUnknown(String model, Reference alias) {
    // Fails when it is the model that there is not.
    var _ = channels.list(caller.scope(), model);
    return references.find(caller.scope(), model, alias).isEmpty();
  }

  @POST
  @Needs(Permission.REGISTRY_WRITE)
  @Operation(
      summary = "Set an alias",
      description =
          "Up to 255 letters, digits, _ and -; not latest, latest-approved, v<digits> or digits alone. The name of a"
              + " channel moves that channel, by its policy, for who may move channels.")
  public Reply set(RegistryRequests.SetModelAlias request) {
    Scope scope = caller.scope();
    String model = RegistryArguments.name(request.name());
    RegistryLimits.alias(request.alias());
    int number = RegistryArguments.version(model, request.version());
    if (isChannel(scope, model, request.alias())) {
      caller.identity().require(Permission.CHANNEL_MOVE);
      ModelVersion _ = moves.move(scope, model, request.alias(), number, REASON);
    } else {
      aliases.set(scope, model, request.alias(), number);
    }
    return Reply.EMPTY;
  }

  @DELETE
  @Needs(Permission.REGISTRY_WRITE)
  @Operation(
      summary = "Delete an alias",
      description = "No such alias is no error. The name of a channel empties that channel.")
  public Reply delete(RegistryRequests.DeleteModelAlias request) {
    Scope scope = caller.scope();
    String model = RegistryArguments.name(request.name());
    RegistryLimits.aliasForm(request.alias());
    if (isChannel(scope, model, request.alias())) {
      caller.identity().require(Permission.CHANNEL_MOVE);
      moves.empty(scope, model, request.alias(), "the alias was deleted");
    } else {
      aliases.delete(scope, model, request.alias());
    }
    return Reply.EMPTY;
  }

  private boolean isChannel(Scope scope, String model, String alias) {
    return channels.find(scope, model, alias).isPresent();
  }
}

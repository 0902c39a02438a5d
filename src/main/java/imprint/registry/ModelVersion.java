package imprint.registry;

import imprint.failure.Failure;
import imprint.tracking.Tag;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A version of a model. Times are milliseconds since the epoch.
 *
 * @param id its row
 * @param number 1, 2, 3 …: what the MLflow wire calls version
 * @param bump how its semantic version came about: {@code initial}, {@code given}, {@code major},
 *     {@code minor}, {@code patch}
 * @param bumpReason the same in words
 * @param source as the client named it
 * @param runId the candidate it came from; empty for none
 * @param sourcePath the folder below the root of the run or logged model
 * @param files null when its bytes are not kept by this server
 * @param signature MLflow's model signature as JSON {@code {inputs, outputs, params}}; null without
 *     one
 * @param provenance where it came from, as JSON, as it was at that moment
 * @param approvedTime null unless it was approved
 * @param aliases by name, without channels
 * @param channels those that hold it, in their order
 */
public record ModelVersion(
    long id,
    long modelId,
    String model,
    int number,
    SemanticVersion semver,
    String bump,
    String bumpReason,
    VersionState state,
    String stateReason,
    Stage stage,
    String description,
    String source,
    String runId,
    String runLink,
    String loggedModelId,
    String sourcePath,
    String userId,
    @Nullable VersionFiles files,
    @Nullable String signature,
    String provenance,
    @Nullable UUID promotion,
    long creationTime,
    long lastUpdateTime,
    @Nullable Long approvedTime,
    List<Tag> tags,
    List<String> aliases,
    List<String> channels) {
  /** The tag that carries the semantic version on the MLflow wire. */
  public static final String SEMVER_TAG = "imprint.semver";

  public ModelVersion {
    tags = List.copyOf(tags);
    aliases = List.copyOf(aliases);
    channels = List.copyOf(channels);
  }

  /** That a request would change a semantic version; {@code field} is where. */
  static Failure.Invalid semverIsFixed(String field) {
    return new Failure.Invalid(
        field, "The semantic version is set when a version is made and never changes.");
  }

  /** That there is no such version, in MLflow's words. */
  public static Failure.Missing missing(String model, String version) {
    return new Failure.Missing(
        "Model Version (name="
            + Failure.echo(model)
            + ", version="
            + Failure.echo(version)
            + ") not found");
  }
}

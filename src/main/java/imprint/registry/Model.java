package imprint.registry;

import imprint.failure.Failure;
import imprint.tracking.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model: what has versions. Times are milliseconds since the epoch.
 *
 * @param id its row
 * @param owner who created it
 * @param latestIsApproved whether {@code latest} answers the highest approved version instead of
 *     the newest number
 * @param tags by key
 * @param aliases by name; channels that hold a version are among them
 * @param latestVersions of each stage the newest version, in the order of their numbers
 */
public record Model(
    long id,
    String name,
    @Nullable String description,
    String owner,
    boolean latestIsApproved,
    long creationTime,
    long lastUpdateTime,
    List<Tag> tags,
    List<Alias> aliases,
    List<ModelVersion> latestVersions) {
  /** The tag that makes a model a prompt, as MLflow has it. */
  public static final String IS_PROMPT = "mlflow.prompt.is_prompt";

  public Model {
    tags = List.copyOf(tags);
    aliases = List.copyOf(aliases);
    latestVersions = List.copyOf(latestVersions);
  }

  /** Whether MLflow's clients see a prompt in it. */
  public boolean isPrompt() {
    return isPrompt(tags);
  }

  static boolean isPrompt(List<Tag> tags) {
    return tags.stream()
        .anyMatch(tag -> tag.key().equals(IS_PROMPT) && tag.value().equalsIgnoreCase("true"));
  }

  Model with(List<ModelVersion> latest) {
    return new Model(
        id,
        name,
        description,
        owner,
        latestIsApproved,
        creationTime,
        lastUpdateTime,
        tags,
        aliases,
        latest);
  }

  /** That there is no model of this name. */
  public static Failure.Missing missing(String name) {
    return new Failure.Missing("Registered Model with name=" + Failure.echo(name) + " not found");
  }
}

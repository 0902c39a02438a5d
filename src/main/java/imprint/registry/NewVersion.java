package imprint.registry;

import imprint.tracking.Tag;
import java.util.List;

/**
 * A version as a client of MLflow asks for it.
 *
 * @param source where its files are: {@code runs:/…}, {@code models:/…}, {@code
 *     mlflow-artifacts:/…}, or elsewhere
 * @param runId empty for none
 * @param loggedModelId empty for none
 * @param tags {@code imprint.semver} or {@code gitlab.version} among them sets the semantic version
 */
public record NewVersion(
    String model,
    String source,
    String runId,
    String runLink,
    String loggedModelId,
    String description,
    List<Tag> tags) {
  public NewVersion {
    tags = Tag.lastOfEach(tags);
  }
}

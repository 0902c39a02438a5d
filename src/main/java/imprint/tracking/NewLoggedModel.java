package imprint.tracking;

import imprint.failure.Failure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a caller says of a new logged model.
 *
 * @param name its name, which need not be unique; null and the server invents one
 * @param params with distinct keys
 * @param tags of two with the same key the later one holds
 */
public record NewLoggedModel(
    ExperimentId experimentId,
    @Nullable String name,
    String modelType,
    String sourceRunId,
    List<Tag> params,
    List<Tag> tags) {
  /** Marks that MLflow keeps out of these names, which stand in model URIs and in filters. */
  private static final String NOT_IN_NAMES = "/:.%\"'";

  public NewLoggedModel {
    if (name != null) {
      checkName(name);
    }
    Limits.length("model_type", "Model type", modelType, Limits.MODEL_NAME);
    Limits.length("source_run_id", "Source run ID", sourceRunId, Limits.MODEL_NAME);
    Batch.checkParams(params);
    Batch.checkTags(tags);
    tags = Tag.lastOfEach(tags);
  }

  private static void checkName(String name) {
    if (name.isEmpty() || name.chars().anyMatch(c -> NOT_IN_NAMES.indexOf(c) >= 0)) {
      throw new Failure.Invalid(
          "name",
          "Invalid model name ('"
              + Failure.echo(name)
              + "') provided. Model name must be a non-empty string and cannot contain the following"
              + " characters: ('/', ':', '.', '%', '\"', \"'\")");
    }
    Limits.length("name", "Model name", name, Limits.MODEL_NAME);
  }
}

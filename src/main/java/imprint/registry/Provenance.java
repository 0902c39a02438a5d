package imprint.registry;

import com.fasterxml.jackson.annotation.JsonInclude;
import imprint.tracking.Candidate;
import imprint.tracking.DatasetInput;
import imprint.tracking.Experiment;
import imprint.tracking.MetricPoint;
import imprint.tracking.Tag;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a version came from, as it was when the version was made. Times are milliseconds since the
 * epoch.
 *
 * @param candidate the run id; null when no run was named or it is not of this server
 * @param environment environment files among the version's files, with their SHA-256
 * @param tags of the candidate, without the history of logged models that MLflow keeps there
 * @param metrics the latest values; NaN and infinities are texts
 * @param datasetRun the run id that the candidate named as its data
 * @param parent the run id of the parent candidate
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Provenance(
    @Nullable String candidate,
    @Nullable String name,
    @Nullable OfExperiment experiment,
    @Nullable String user,
    @Nullable String status,
    @Nullable Long start,
    @Nullable Long end,
    @Nullable Source source,
    @Nullable String loggedModel,
    Map<String, String> environment,
    Map<String, String> params,
    Map<String, String> tags,
    Map<String, Double> metrics,
    List<OfDataset> datasets,
    @Nullable String datasetRun,
    @Nullable String parent) {
  /** Files that tell how to rebuild the environment, as MLflow names them. */
  static final List<String> ENVIRONMENT =
      List.of("MLmodel", "conda.yaml", "python_env.yaml", "requirements.txt");

  private static final String MODEL_HISTORY = "mlflow.log-model.history";

  /** The key of the param or tag by which a candidate names its dataset's run. */
  public static final String DATASET_RUN = "dataset_run";

  /** The experiment of the candidate. */
  public record OfExperiment(String id, String name) {}

  /** What ran: {@code mlflow.source.*} as the client logged it. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Source(
      @Nullable String name,
      @Nullable String type,
      @Nullable String gitCommit,
      @Nullable String gitBranch,
      @Nullable String gitRepository) {}

  /** A dataset that the candidate read. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record OfDataset(String name, String digest, @Nullable String context) {}

  /** Nothing is known but, perhaps, a logged model. */
  public static Provenance unknown(String loggedModel) {
    return new Provenance(
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        blank(loggedModel),
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        List.of(),
        null,
        null);
  }

  /** What a candidate and its experiment tell. */
  public static Provenance of(Candidate candidate, Experiment experiment, String loggedModel) {
    Map<String, String> tags = texts(candidate.tags());
    Map<String, String> params = texts(candidate.params());
    Map<String, String> kept = new LinkedHashMap<>(tags);
    kept.remove(MODEL_HISTORY);
    Map<String, Double> metrics = new LinkedHashMap<>();
    for (MetricPoint point : candidate.metrics()) {
      metrics.put(point.key(), point.value());
    }
    return new Provenance(
        candidate.runId().value(),
        candidate.name(),
        new OfExperiment(experiment.id().toString(), experiment.name()),
        candidate.userId(),
        candidate.status().name(),
        candidate.startTime(),
        candidate.endTime(),
        new Source(
            tags.get("mlflow.source.name"),
            tags.get("mlflow.source.type"),
            tags.get("mlflow.source.git.commit"),
            tags.get("mlflow.source.git.branch"),
            tags.get("mlflow.source.git.repoURL")),
        blank(loggedModel),
        Map.of(),
        params,
        kept,
        metrics,
        candidate.lineage().datasets().stream().map(Provenance::dataset).toList(),
        params.getOrDefault(DATASET_RUN, tags.get(DATASET_RUN)),
        tags.get("mlflow.parentRunId"));
  }

  Provenance with(Map<String, String> files) {
    return new Provenance(
        candidate,
        name,
        experiment,
        user,
        status,
        start,
        end,
        source,
        loggedModel,
        files,
        params,
        tags,
        metrics,
        datasets,
        datasetRun,
        parent);
  }

  private static OfDataset dataset(DatasetInput input) {
    return new OfDataset(
        input.dataset().name(),
        input.dataset().digest(),
        texts(input.tags()).get("mlflow.data.context"));
  }

  private static Map<String, String> texts(List<Tag> tags) {
    Map<String, String> texts = new LinkedHashMap<>();
    tags.forEach(tag -> texts.put(tag.key(), tag.value()));
    return texts;
  }

  private static @Nullable String blank(String text) {
    return text.isEmpty() ? null : text;
  }
}

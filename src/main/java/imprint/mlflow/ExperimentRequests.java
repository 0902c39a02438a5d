package imprint.mlflow;

import imprint.mlflow.json.Required;
import imprint.mlflow.json.WireRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bodies that the endpoints of experiments take. */
final class ExperimentRequests {
  private ExperimentRequests() {}

  record CreateExperiment(
      @Required String name, @Nullable String artifactLocation, List<KeyValue> tags)
      implements WireRequest {}

  record UpdateExperiment(@Required String experimentId, @Required String newName)
      implements WireRequest {}

  record ExperimentById(@Required String experimentId) implements WireRequest {}

  record SetExperimentTag(
      @Required String experimentId, @Required String key, @Nullable String value)
      implements WireRequest {}

  record DeleteExperimentTag(@Required String experimentId, @Required String key)
      implements WireRequest {}

  record SearchExperiments(
      @Nullable Long maxResults,
      @Nullable String pageToken,
      @Nullable String filter,
      List<String> orderBy,
      @Nullable WireViewType viewType)
      implements WireRequest {}
}

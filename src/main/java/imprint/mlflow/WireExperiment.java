package imprint.mlflow;

import imprint.project.Projects;
import imprint.tracking.Experiment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An experiment in JSON. Times are milliseconds since the epoch. */
record WireExperiment(
    String experimentId,
    String name,
    String artifactLocation,
    String lifecycleStage,
    long lastUpdateTime,
    long creationTime,
    @Nullable List<KeyValue> tags,
    String workspace) {

  static WireExperiment of(Experiment experiment) {
    return new WireExperiment(
        experiment.id().toString(),
        experiment.name(),
        experiment.artifactLocation(),
        stage(experiment.isActive()),
        experiment.lastUpdateTime(),
        experiment.creationTime(),
        KeyValue.ofAll(experiment.tags()),
        Projects.DEFAULT);
  }

  static String stage(boolean active) {
    return active ? "active" : "deleted";
  }
}

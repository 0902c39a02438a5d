package imprint.tracking;

import imprint.failure.Failure;
import imprint.project.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What can be done with logged models. As in MLflow, only {@link #get} tells deleted ones from the
 * others.
 */
@ApplicationScoped
public class LoggedModels {
  private final LoggedModelStore store;
  private final Experiments experiments;
  private final ArtifactLocations locations;
  private final InstantSource clock;

  LoggedModels(
      LoggedModelStore store,
      Experiments experiments,
      ArtifactLocations locations,
      InstantSource clock) {
    this.store = store;
    this.experiments = experiments;
    this.locations = locations;
    this.clock = clock;
  }

  /** Adds a model, whose files are yet to come, to an active experiment. */
  public LoggedModel create(Scope scope, NewLoggedModel asked) {
    Experiment home = experiments.requireActive(scope, asked.experimentId());
    LoggedModelId id = LoggedModelId.next();
    long now = clock.millis();
    String name = asked.name() == null ? RunNames.next(ThreadLocalRandom.current()) : asked.name();
    LoggedModel model =
        new LoggedModel(
            id,
            home.id(),
            name,
            locations.ofLoggedModel(home.artifactLocation(), id.value()),
            LoggedModelStatus.PENDING,
            null,
            asked.modelType(),
            asked.sourceRunId(),
            now,
            now,
            null,
            asked.params(),
            asked.tags(),
            List.of());
    if (!store.insert(scope, model)) {
      // The experiment was deleted since it was read.
      experiments.requireActive(scope, asked.experimentId());
      throw Experiment.missing(asked.experimentId());
    }
    return model;
  }

  /** The model of this id; a deleted one only when {@code allowDeleted}. */
  public LoggedModel get(Scope scope, LoggedModelId id, boolean allowDeleted) {
    return store
        .find(scope, id)
        .filter(model -> allowDeleted || model.isActive())
        .orElseThrow(id::missing);
  }

  /** Tells that the upload of a model's files ended, or how. */
  public LoggedModel finish(Scope scope, LoggedModelId id, LoggedModelStatus status) {
    if (!store.setStatus(scope, id, status, clock.millis())) {
      throw id.missing();
    }
    return get(scope, id, true);
  }

  /** Marks a model deleted; its data stays. Deleting again is no error. */
  public void delete(Scope scope, LoggedModelId id) {
    if (!store.delete(scope, id, clock.millis())) {
      throw id.missing();
    }
  }

  /** Sets tags; of two with the same key the later one holds. */
  public void setTags(Scope scope, LoggedModelId id, List<Tag> tags) {
    Batch.checkTags(tags);
    if (!store.setTags(scope, id, Tag.lastOfEach(tags))) {
      throw id.missing();
    }
  }

  /**
   * Notes a registered version that came from a model in its tag {@code mlflow.modelVersions}, as
   * MLflow does. A tag that is no list, or is full, stays as it is.
   */
  public void noteVersion(Scope scope, LoggedModelId id, String registeredModel, int number) {
    store.noteVersion(scope, id, registeredModel, number);
  }

  /** Removes a tag. */
  public void deleteTag(Scope scope, LoggedModelId id, String key) {
    if (!store.deleteTag(scope, id, key)) {
      get(scope, id, true);
      throw new Failure.Missing(
          "No tag with key '"
              + Failure.echo(key)
              + "' found for model with ID '"
              + Failure.echo(id.value())
              + "'.");
    }
  }

  /** Adds params, all of them or none; a key that the model has already is refused. */
  public void addParams(Scope scope, LoggedModelId id, List<Tag> params) {
    Batch.checkParams(params);
    if (!store.addParams(scope, id, params)) {
      throw id.missing();
    }
  }
}

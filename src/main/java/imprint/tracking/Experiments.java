package imprint.tracking;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import imprint.failure.Failure;
import imprint.project.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be done with experiments. */
@ApplicationScoped
public class Experiments {
  private final ExperimentStore store;
  private final ArtifactLocations locations;
  private final InstantSource clock;

  Experiments(ExperimentStore store, ArtifactLocations locations, InstantSource clock) {
    this.store = store;
    this.locations = locations;
    this.clock = clock;
  }

  /**
   * Creates an experiment.
   *
   * @param name up to 500 characters, unique among active and deleted experiments of the project
   * @param artifactLocation where its artifacts lie; null or empty for the server's own storage
   */
  public Experiment create(
      Scope scope, String name, @Nullable String artifactLocation, List<Tag> tags) {
    checkName(name);
    tags.forEach(Experiments::checkTag);
    locations.requireAllowed(artifactLocation);
    ExperimentId id = store.nextId();
    long now = clock.millis();
    Experiment experiment =
        new Experiment(
            id,
            name,
            locations.ofExperiment(id, artifactLocation),
            now,
            now,
            null,
            Tag.lastOfEach(tags));
    store.insert(scope, experiment);
    return experiment;
  }

  /** The experiment of this number, deleted or not. */
  public Experiment get(Scope scope, ExperimentId id) {
    return store.find(scope, id).orElseThrow(() -> Experiment.missing(id));
  }

  /** The experiment of this name, deleted or not. */
  public Experiment getByName(Scope scope, String name) {
    return store
        .findByName(scope, name)
        .orElseThrow(
            () ->
                new Failure.Missing(
                    "Could not find experiment with name '" + Failure.echo(name) + "'"));
  }

  /** Gives an active experiment another name. */
  public void rename(Scope scope, ExperimentId id, String name) {
    checkName(name);
    if (!get(scope, id).isActive()) {
      throw new Failure.Refused("Cannot rename a non-active experiment.");
    }
    store.rename(scope, id, name, clock.millis());
  }

  /** Marks an experiment and all its candidates deleted. */
  public void delete(Scope scope, ExperimentId id) {
    if (!store.delete(scope, id, clock.millis())) {
      throw Experiment.missing(id);
    }
  }

  /** Takes a deletion back; all candidates of the experiment become active, as in MLflow. */
  public void restore(Scope scope, ExperimentId id) {
    if (!store.restore(scope, id, clock.millis())) {
      throw Experiment.missing(id);
    }
  }

  /** Sets a tag of an active experiment. */
  public void setTag(Scope scope, ExperimentId id, Tag tag) {
    checkTag(tag);
    requireActive(scope, id);
    store.setTag(id, tag);
  }

  /** Removes a tag of an active experiment. */
  public void deleteTag(Scope scope, ExperimentId id, String key) {
    requireActive(scope, id);
    if (!store.deleteTag(id, key)) {
      throw new Failure.Missing(
          "No tag with name: " + Failure.echo(key) + " in experiment with id " + id);
    }
  }

  /** The active experiment of this number. */
  @CanIgnoreReturnValue
  Experiment requireActive(Scope scope, ExperimentId id) {
    Experiment experiment = get(scope, id);
    experiment.requireActive();
    return experiment;
  }

  private static void checkName(String name) {
    if (name.isEmpty()) {
      throw new Failure.Invalid("name", "Missing value for required parameter 'name'.");
    }
    Limits.length("name", "Experiment name", name, Limits.EXPERIMENT_NAME);
  }

  private static void checkTag(Tag tag) {
    Limits.name("key", "Tag name", tag.key());
    Limits.length("value", "Experiment tag value", tag.value(), Limits.EXPERIMENT_TAG_VALUE);
  }
}

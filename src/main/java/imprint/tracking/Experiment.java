package imprint.tracking;

import imprint.failure.Failure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An experiment: a named place for candidates. Times are milliseconds since the epoch.
 *
 * @param artifactLocation the URI under which its candidates' artifacts lie
 * @param deletedTime when it was deleted, or null
 */
public record Experiment(
    ExperimentId id,
    String name,
    String artifactLocation,
    long creationTime,
    long lastUpdateTime,
    @Nullable Long deletedTime,
    List<Tag> tags) {

  /** Whether it may be changed and logged to. */
  public boolean isActive() {
    return deletedTime == null;
  }

  /** Fails when it is deleted. */
  void requireActive() {
    if (!isActive()) {
      throw new Failure.Refused(
          "The experiment " + id + " must be in the 'active' state. Current state is deleted.");
    }
  }

  static Failure.Missing missing(ExperimentId id) {
    return new Failure.Missing("No Experiment with id=" + id + " exists");
  }
}

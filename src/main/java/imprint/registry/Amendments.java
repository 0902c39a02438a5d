package imprint.registry;

import imprint.failure.Failure;
import imprint.project.Scope;
import imprint.tracking.Tag;
import jakarta.enterprise.context.ApplicationScoped;

/** Changes several things of a model or version together: all of them or none. */
@ApplicationScoped
public class Amendments {
  private final Models models;
  private final Versions versions;
  private final TagStore tags;
  private final ModelLocks locks;

  Amendments(Models models, Versions versions, TagStore tags, ModelLocks locks) {
    this.models = models;
    this.versions = versions;
    this.tags = tags;
    this.locks = locks;
  }

  /** Changes a model. */
  public Model model(Scope scope, String name, ModelChange change) {
    change.tags().check();
    return locks.locked(
        scope,
        name,
        locked -> {
          if (change.description() != null) {
            var _ = models.describe(scope, name, change.description());
          }
          if (change.latestIsApproved() != null) {
            var _ = models.setLatest(scope, name, change.latestIsApproved());
          }
          if (!change.tags().isEmpty()) {
            tags.changeOfModel(locked.id(), change.tags());
          }
          return models.get(scope, name);
        });
  }

  /**
   * Changes a version.
   *
   * @throws Failure.Refused when the state cannot follow the one that it has
   */
  public ModelVersion version(Scope scope, String model, int number, VersionChange change) {
    change.tags().check();
    if (change.state() == null && change.reason() != null) {
      throw new Failure.Invalid(
          "reason", "'reason' tells of a change of 'state', which is absent.");
    }
    return locks.locked(
        scope,
        model,
        locked -> {
          ModelVersion version = versions.get(scope, model, number);
          if (change.description() != null) {
            var _ = versions.describe(scope, model, number, change.description());
          }
          if (!change.tags().isEmpty()) {
            requireSameSemver(version, change.tags());
            tags.changeOfVersion(version.id(), change.tags());
          }
          if (change.state() != null) {
            String reason = change.reason() == null ? "" : change.reason();
            var _ = versions.setState(scope, model, number, change.state(), reason);
          }
          return versions.get(scope, model, number);
        });
  }

  private static void requireSameSemver(ModelVersion version, TagChanges changes) {
    boolean same =
        !changes.removed().contains(ModelVersion.SEMVER_TAG)
            && changes.set().stream()
                .filter(tag -> tag.key().equals(ModelVersion.SEMVER_TAG))
                .map(Tag::value)
                .allMatch(version.semver().text()::equals);
    if (!same) {
      throw ModelVersion.semverIsFixed("tags");
    }
  }
}

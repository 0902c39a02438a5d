package imprint.registry;

import imprint.failure.Failure;
import imprint.tracking.Tag;
import java.util.List;

/** How a new version is to get its semantic version. */
public sealed interface WantedSemver {
  /** Tags that set it, the first one first; the second is what GitLab's registry uses. */
  List<String> TAGS = List.of(ModelVersion.SEMVER_TAG, "gitlab.version");

  /** From what changed in the signature since the highest release. */
  record Derived() implements WantedSemver {}

  /** By raising one number of the highest release. */
  record Raised(Bump bump) implements WantedSemver {}

  /** This one. */
  record Given(SemanticVersion version) implements WantedSemver {}

  /** What the tags of a version ask for. */
  static WantedSemver of(List<Tag> tags) {
    for (String key : TAGS) {
      for (Tag tag : tags) {
        if (tag.key().equals(key)) {
          return new Given(SemanticVersion.parse("tags." + key, tag.value()));
        }
      }
    }
    return new Derived();
  }

  /**
   * Reads what a caller asks for, at most one of both: a version, or {@code auto}, {@code major},
   * {@code minor}, {@code patch}.
   */
  static WantedSemver parse(
      @org.jspecify.annotations.Nullable String semver,
      @org.jspecify.annotations.Nullable String bump) {
    if (semver != null && bump != null) {
      throw new Failure.Invalid("bump", "'semver' and 'bump' exclude each other.");
    }
    if (semver != null) {
      return new Given(SemanticVersion.parse("semver", semver));
    }
    return bump == null || bump.equals("auto")
        ? new Derived()
        : new Raised(Bump.parse("bump", bump));
  }
}

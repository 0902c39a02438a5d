package imprint.registry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The semantic version of a new version.
 *
 * @param how {@code initial}, {@code given}, {@code major}, {@code minor} or {@code patch}
 * @param reason the same in words
 * @param base the highest release before it; null for the first version
 * @param contract what changed since the base; of a first version nothing
 */
public record ChosenSemver(
    SemanticVersion version,
    String how,
    String reason,
    @Nullable SemanticVersion base,
    Contract.Change contract) {

  static ChosenSemver of(
      WantedSemver wanted, VersionStore.@Nullable Base base, @Nullable String signature) {
    if (base == null) {
      Contract.Change none =
          new Contract.Change(Bump.PATCH, List.of("there is no release before it"));
      return wanted instanceof WantedSemver.Given given
          ? new ChosenSemver(given.version(), "given", "given by the caller", null, none)
          : new ChosenSemver(
              SemanticVersion.FIRST, "initial", "the first version of the model", null, none);
    }
    Contract.Change change = Contract.between(base.signature(), signature);
    String since = "since " + base.semver() + ": " + change.sentence();
    return switch (wanted) {
      case WantedSemver.Given given ->
          new ChosenSemver(
              given.version(), "given", "given by the caller; " + since, base.semver(), change);
      case WantedSemver.Raised raised ->
          new ChosenSemver(
              base.semver().next(raised.bump()),
              raised.bump().word(),
              "asked for by the caller; " + since,
              base.semver(),
              change);
      case WantedSemver.Derived ignored ->
          new ChosenSemver(
              base.semver().next(change.bump()),
              change.bump().word(),
              since,
              base.semver(),
              change);
    };
  }
}

package imprint.promotion;

import imprint.policy.Verdict;
import imprint.registry.ModelVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request for a promotion, an approval or a waiver led to.
 *
 * @param promotion the record; null for a dry run
 * @param version what it made or judged; null for what was refused and for a dry run
 * @param semver what the version has, or would get
 * @param bump how its semantic version came about, in words
 * @param nearest candidates of the same experiment that would pass today, when this one does not
 */
public record PromotionAnswer(
    @Nullable Promotion promotion,
    @Nullable ModelVersion version,
    Verdict verdict,
    String semver,
    String bump,
    List<Nearest> nearest) {
  /** A candidate that would pass. */
  public record Nearest(String candidate, String name) {}

  PromotionAnswer with(List<Nearest> found) {
    return new PromotionAnswer(promotion, version, verdict, semver, bump, found);
  }
}

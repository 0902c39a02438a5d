package imprint.tracking;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Names for runs that were given none: an adjective, a noun and a number, at most 20 characters.
 */
final class RunNames {
  private static final List<String> ADJECTIVES =
      List.of(
          "amber", "ample", "bold", "brave", "brisk", "calm", "clear", "clever", "crisp", "deft",
          "eager", "early", "exact", "fair", "fleet", "frank", "fresh", "gentle", "glad", "grand",
          "happy", "honest", "keen", "kind", "lively", "lucid", "lucky", "mellow", "merry", "mild",
          "neat", "noble", "patient", "plain", "polite", "proud", "quick", "quiet", "rapid",
          "ready", "serene", "sharp", "silent", "smooth", "solid", "steady", "still", "sunny",
          "swift", "tidy", "true", "vivid", "warm", "wise");
  private static final List<String> NOUNS =
      List.of(
          "acorn", "anchor", "aspen", "badger", "beacon", "birch", "bison", "brook", "cedar",
          "comet", "coral", "crane", "delta", "dove", "eagle", "elm", "ember", "falcon", "fern",
          "finch", "fjord", "fox", "glade", "grove", "gull", "harbor", "hare", "hawk", "heron",
          "hill", "ibis", "island", "jay", "lake", "lark", "lynx", "maple", "marten", "meadow",
          "moon", "oak", "ocean", "orca", "otter", "owl", "pebble", "pine", "plover", "quail",
          "raven", "reef", "river", "robin", "seal", "sparrow", "spruce", "stork", "swan", "thrush",
          "tide", "valley", "willow", "wren");
  private static final int NUMBERS = 1000;

  private RunNames() {}

  /** A name such as {@code brisk-otter-417}. */
  static String next(RandomGenerator random) {
    return ADJECTIVES.get(random.nextInt(ADJECTIVES.size()))
        + "-"
        + NOUNS.get(random.nextInt(NOUNS.size()))
        + "-"
        + random.nextInt(NUMBERS);
  }
}

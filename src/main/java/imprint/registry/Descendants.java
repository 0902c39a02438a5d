package imprint.registry;

import java.util.List;

/**
 * What came out of a candidate.
 *
 * @param self the candidate itself, of depth 0
 * @param candidates those that named it, or one that named it, as data or parent; the nearest first
 * @param versions what became of it and of those, by model and number
 * @param truncated whether there is more than is shown
 */
public record Descendants(
    Kin self, List<Kin> candidates, List<Offspring> versions, boolean truncated) {
  public Descendants {
    candidates = List.copyOf(candidates);
    versions = List.copyOf(versions);
  }

  /** A version that came from a candidate. */
  public record Offspring(
      String model, int number, String semver, String state, String candidate) {}
}

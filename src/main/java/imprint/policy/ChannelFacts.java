package imprint.policy;

import java.time.Instant;
import java.util.Optional;

/**
 * A channel of the model.
 *
 * @param holds empty while the channel holds nothing
 */
public record ChannelFacts(String name, Optional<Held> holds) {
  /**
   * The version that a channel holds.
   *
   * @param since when it came there
   * @param metrics of the candidate it was made from
   * @param link to the version; may be empty
   */
  public record Held(int number, String semver, Instant since, Metrics metrics, String link) {}
}

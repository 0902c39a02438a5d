package imprint.policy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * All that policies judge by. It holds no more than one judgement needs: make another for the next
 * candidate, on which the same suppliers may be shared.
 *
 * @param number of the version that is moved into a channel; empty for a candidate that is not a
 *     version yet
 * @param bump empty when there is no version before it
 * @param channels all channels of the model by name; asked for once, when a rule needs one
 * @param now the time of the judgement
 * @param isRollback whether a channel goes back to what it held before, which {@code soak} lets
 *     pass
 */
public record Facts(
    CandidateFacts candidate,
    OptionalInt number,
    Optional<Bump> bump,
    Supplier<Map<String, ChannelFacts>> channels,
    Instant now,
    boolean isRollback) {
  public Facts {
    channels = Once.of(channels);
  }

  /**
   * How the version follows the one before it.
   *
   * @param derived what the two contracts demand at least
   * @param asked by the caller; empty when the server may choose
   * @param reasons why, in words
   */
  public record Bump(BumpLevel derived, Optional<BumpLevel> asked, List<String> reasons) {
    /** What it will be. */
    BumpLevel effective() {
      return asked.orElse(derived);
    }
  }
}

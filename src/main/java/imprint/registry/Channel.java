package imprint.registry;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place that versions pass through, such as {@code staging}.
 *
 * @param position its place in the model's order, from 1
 * @param held what it holds; null for nothing
 */
public record Channel(String name, int position, @Nullable Held held) {
  /** The channels of a new model, in their order. */
  public static final List<String> DEFAULTS = List.of("dev", "staging", "production");

  /** The most channels of a model. */
  public static final int MOST = 20;

  /** A version that a channel holds, and since when. */
  public record Held(
      long versionId, int number, SemanticVersion semver, VersionState state, Instant since) {}
}

package imprint.artifact;

import java.util.Map;
import java.util.OptionalLong;

/**
 * What a sender says of the bytes it sends, for the server to hold it to.
 *
 * @param size in bytes; empty when the sender does not know
 * @param digests expected digests by the algorithm's name in {@link java.security.MessageDigest},
 *     as lower-case hexadecimal digits
 */
public record Expectation(OptionalLong size, Map<String, String> digests) {
  /** Nothing is said. */
  public static final Expectation NONE = new Expectation(OptionalLong.empty(), Map.of());

  public Expectation {
    digests = Map.copyOf(digests);
  }
}

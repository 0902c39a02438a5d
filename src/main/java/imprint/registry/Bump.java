package imprint.registry;

import imprint.failure.Failure;
import java.util.Locale;

/**
 * Which number of a semantic version rises, from the least to the greatest promise that is broken.
 */
public enum Bump {
  /** The same contract. */
  PATCH,
  /** More is accepted than before. */
  MINOR,
  /** Something that worked before may not work any more. */
  MAJOR;

  /** As a caller writes it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads {@code major}, {@code minor} or {@code patch}. */
  public static Bump parse(String field, String word) {
    for (Bump bump : values()) {
      if (bump.word().equals(word)) {
        return bump;
      }
    }
    throw new Failure.Invalid(
        field,
        "'" + Failure.echo(word) + "' for '" + field + "' is none of auto, major, minor, patch.");
  }

  /** The greater of both. */
  public Bump or(Bump other) {
    return compareTo(other) >= 0 ? this : other;
  }
}

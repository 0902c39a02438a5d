package imprint.policy;

import java.util.Locale;
import java.util.Optional;

/** By which number a version follows the one before it, from the least to the greatest. */
public enum BumpLevel {
  PATCH,
  MINOR,
  MAJOR;

  static Optional<BumpLevel> read(String text) {
    for (BumpLevel level : values()) {
      if (level.text().equals(text)) {
        return Optional.of(level);
      }
    }
    return Optional.empty();
  }

  /** In lower case. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package imprint.promotion;

import imprint.failure.Failure;
import imprint.registry.RegistryLimits;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What CI or a person says of a candidate.
 *
 * @param name such as {@code unit-tests}, up to 100 characters
 * @param status a word, such as {@code passed}; up to 50 characters
 * @param url where to look it up; up to 2048 characters
 * @param reported null for one that is only about to be
 */
public record Check(
    String name,
    String status,
    String url,
    String issuer,
    String actor,
    @Nullable Instant reported) {
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_STATUS = 50;
  private static final int LONGEST_URL = 2048;

  /** Fails when a part is missing or too long; {@code at} is where it stood. */
  void check(String at) {
    if (name.isBlank()) {
      throw new Failure.Invalid(at + "name", "'" + at + "name' is missing.");
    }
    if (status.isBlank()) {
      throw new Failure.Invalid(at + "status", "'" + at + "status' is missing.");
    }
    RegistryLimits.text(at + "name", name, LONGEST_NAME);
    RegistryLimits.text(at + "status", status, LONGEST_STATUS);
    RegistryLimits.text(at + "url", url, LONGEST_URL);
    RegistryLimits.text(at + "issuer", issuer, LONGEST_URL);
  }
}

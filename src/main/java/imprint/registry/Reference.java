package imprint.registry;

import imprint.failure.Failure;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What stands for a version: {@code 7}, {@code 1.4.2}, {@code ^1.2}, {@code champion}, {@code
 * production}, {@code latest}, {@code latest-approved}, {@code sha256:…}. No two kinds overlap, so
 * that no stored name can shadow another meaning.
 */
public sealed interface Reference {
  /** The word for the highest approved release. */
  String LATEST_APPROVED = "latest-approved";

  /**
   * The word for the newest number, or for the highest approved release where the model says so.
   */
  String LATEST = "latest";

  /** What a digest begins with. */
  String DIGEST = "sha256:";

  /** Characters of the longest reference. */
  int LONGEST = 255;

  /** As it was written. */
  String text();

  /** A number. */
  record Numbered(String text, int number) implements Reference {}

  /** A whole semantic version. */
  record Exact(String text, SemanticVersion version) implements Reference {}

  /** The highest approved version of a range. */
  record InRange(String text, VersionRange range) implements Reference {}

  /** An alias or a channel. */
  record Named(String text) implements Reference {}

  /** The highest approved release. */
  record LatestApproved(String text) implements Reference {}

  /** The newest number. */
  record Latest(String text) implements Reference {}

  /** The version whose manifest has this digest, 64 hexadecimal digits in lower case. */
  record Digest(String text, String hex) implements Reference {}

  /** The reference of a text, if it is one. */
  static Optional<Reference> of(String text) {
    if (text.isEmpty() || text.length() > LONGEST) {
      return Optional.empty();
    }
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.equals(LATEST)) {
      return Optional.of(new Latest(text));
    }
    if (lower.equals(LATEST_APPROVED)) {
      return Optional.of(new LatestApproved(text));
    }
    if (Patterns.NUMBER.matcher(text).matches()) {
      return Optional.of(new Numbered(text, Integer.parseInt(text)));
    }
    if (Patterns.DIGEST.matcher(lower).matches()) {
      return Optional.of(new Digest(text, lower.substring(DIGEST.length())));
    }
    Optional<SemanticVersion> exact = SemanticVersion.of(text);
    if (exact.isPresent()) {
      return Optional.of(new Exact(text, exact.get()));
    }
    if (Patterns.NAME.matcher(text).matches()) {
      return Optional.of(new Named(text));
    }
    return VersionRange.of(text).map(range -> new InRange(text, range));
  }

  /** Reads what a caller sent in {@code field}. */
  static Reference parse(String field, String text) {
    return of(text)
        .orElseThrow(
            () ->
                new Failure.Invalid(
                    field,
                    "'"
                        + Failure.echo(text)
                        + "' for '"
                        + field
                        + "' is no reference. Expected a number (7), a semantic version (1.4.2), a range (^1.2), an alias,"
                        + " a channel, latest, latest-approved or sha256:<digest>."));
  }

  /** The shapes of references. */
  final class Patterns {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    private static final Pattern DIGEST = Pattern.compile(Reference.DIGEST + "[0-9a-f]{64}");
    private static final Pattern NAME =
        Pattern.compile("[\\w-]{1,255}", Pattern.UNICODE_CHARACTER_CLASS);

    private Patterns() {}
  }
}

package imprint.access;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A token as its owner keeps it: {@code imp_<number>_<secret>}. The prefix makes leaked ones easy
 * to find, the number tells which to revoke.
 *
 * @param id the number of the token's row
 * @param secret 256 random bits, as 43 characters of base64url
 */
record TokenText(long id, String secret) {
  private static final Pattern FORM = Pattern.compile("imp_([0-9]{1,18})_([A-Za-z0-9_-]{43})");

  static Optional<TokenText> parse(String text) {
    Matcher parts = FORM.matcher(text);
    return parts.matches()
        ? Optional.of(new TokenText(Long.parseLong(parts.group(1)), parts.group(2)))
        : Optional.empty();
  }

  String text() {
    return "imp_" + id + "_" + secret;
  }

  /** Without the secret, so that no log tells it. */
  @Override
  public String toString() {
    return "imp_" + id + "_…";
  }
}

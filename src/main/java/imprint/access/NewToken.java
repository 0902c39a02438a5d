package imprint.access;

import imprint.failure.Failure;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A token to make.
 *
 * @param name 1 to 64 letters, digits, dots, hyphens, underscores or {@code @}, for instance of a
 *     person or a CI job; never given twice, as records name it
 * @param life how long it is valid, a minute to ten years; empty for ever
 */
public record NewToken(String name, Role role, Optional<Duration> life) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");
  private static final Pattern LIFE = Pattern.compile("([1-9][0-9]{0,6})([mhd])");
  private static final Duration LONGEST = Duration.ofDays(3650);

  public NewToken {
    if (!NAME.matcher(name).matches()) {
      throw new Failure.Invalid(
          "name",
          "'name' is 1 to 64 letters, digits, dots, hyphens, underscores or @, the first a letter or"
              + " digit.");
    }
    if (name.equals(Identity.LOCAL.name())) {
      throw new Failure.Invalid("name", "'local' is everybody before there were tokens.");
    }
  }

  /**
   * How long a token is to be valid, such as {@code 90d}, {@code 12h} or {@code 30m}.
   *
   * @throws Failure.Invalid naming the field {@code expires} otherwise
   */
  public static Duration life(String text) {
    Matcher parts = LIFE.matcher(text);
    if (parts.matches()) {
      long number = Long.parseLong(parts.group(1));
      Duration life =
          switch (parts.group(2)) {
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
          };
      if (life.compareTo(LONGEST) <= 0) {
        return life;
      }
    }
    throw new Failure.Invalid(
        "expires", "'expires' is a time such as 90d, 12h or 30m, of ten years at most.");
  }
}

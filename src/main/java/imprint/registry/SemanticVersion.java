package imprint.registry;

import imprint.failure.Failure;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.semver4j.Semver;

/**
 * A version as semver.org 2.0 has it: {@code 1.4.0}, {@code 1.5.0-rc.1}, {@code
 * 1.4.0+20261121.ab12cd}. The three numbers are at most 2147483647 each. Equal in precedence are
 * versions that differ in build metadata only.
 */
public record SemanticVersion(String text) implements Comparable<SemanticVersion> {
  /** Characters of the longest semantic version. */
  public static final int LONGEST = 200;

  private static final Pattern SHAPE = Pattern.compile("[0-9][0-9A-Za-z.+-]*");

  /** What a model's first version is when nothing else is asked for. */
  public static final SemanticVersion FIRST = new SemanticVersion("1.0.0");

  public SemanticVersion {
    if (!isValid(text)) {
      throw new IllegalArgumentException("not a semantic version: " + text);
    }
  }

  /**
   * Reads what a caller sent in {@code field}. A leading {@code v} is not part of a semantic
   * version.
   */
  public static SemanticVersion parse(String field, String text) {
    return of(text)
        .orElseThrow(
            () ->
                new Failure.Invalid(
                    field,
                    "'"
                        + Failure.echo(text)
                        + "' for '"
                        + field
                        + "' is not a semantic version. Expected one such as 1.4.0, 1.5.0-rc.1 or 1.4.0+20261121, up to "
                        + LONGEST
                        + " characters (semver.org)."));
  }

  /** The version of a text, if it is one. */
  public static Optional<SemanticVersion> of(String text) {
    return isValid(text) ? Optional.of(new SemanticVersion(text)) : Optional.empty();
  }

  private static boolean isValid(String text) {
    // The library takes a leading v and white space at the edges; semver.org does not.
    return text.length() <= LONGEST && SHAPE.matcher(text).matches() && Semver.isValid(text);
  }

  /** Whether it is a pre-release, such as {@code 1.5.0-rc.1}. */
  public boolean isPreRelease() {
    return !semver().getPreRelease().isEmpty();
  }

  /**
   * The next version after a bump, without pre-release and build.
   *
   * @throws Failure.Refused when the number is the greatest there is
   */
  public SemanticVersion next(Bump bump) {
    Semver now = semver();
    return switch (bump) {
      case MAJOR -> of(above(now.getMajor()), 0, 0);
      case MINOR -> of(now.getMajor(), above(now.getMinor()), 0);
      case PATCH -> of(now.getMajor(), now.getMinor(), above(now.getPatch()));
    };
  }

  private static SemanticVersion of(int major, int minor, int patch) {
    return new SemanticVersion(major + "." + minor + "." + patch);
  }

  private static int above(int number) {
    if (number == Integer.MAX_VALUE) {
      throw new Failure.Refused(
          "No number of a semantic version can rise above " + Integer.MAX_VALUE + ".");
    }
    return number + 1;
  }

  /**
   * Which of the three numbers this version raises over an earlier one; the greatest that differs.
   */
  public Bump bumpFrom(SemanticVersion earlier) {
    Semver now = semver();
    Semver then = earlier.semver();
    if (now.getMajor() != then.getMajor()) {
      return Bump.MAJOR;
    }
    return now.getMinor() != then.getMinor() ? Bump.MINOR : Bump.PATCH;
  }

  /**
   * A text that sorts, byte by byte, as semver.org's precedence sorts versions. Numbers are
   * preceded by how many digits they have; a release ends in {@code ~}, which is behind every
   * pre-release.
   */
  String order() {
    Semver version = semver();
    return core(version.getMajor(), version.getMinor(), version.getPatch())
        + (version.getPreRelease().isEmpty() ? "~" : "-" + preRelease(version.getPreRelease()));
  }

  /** What {@link #order} begins with for every version of the same three numbers. */
  String core() {
    Semver version = semver();
    return core(version.getMajor(), version.getMinor(), version.getPatch());
  }

  private static String core(int major, int minor, int patch) {
    return number(Integer.toString(major))
        + number(Integer.toString(minor))
        + number(Integer.toString(patch));
  }

  private static String preRelease(List<String> identifiers) {
    // A space ends an identifier and is before every character that one may have.
    return identifiers.stream()
        .map(
            part ->
                (part.chars().allMatch(Character::isDigit) ? "0" + number(part) : "1" + part) + " ")
        .collect(Collectors.joining());
  }

  /** Digits of a number behind three digits that count them. */
  private static String number(String digits) {
    return "%03d%s".formatted(digits.length(), digits);
  }

  private Semver semver() {
    return new Semver(text);
  }

  @Override
  public int compareTo(SemanticVersion other) {
    return order().compareTo(other.order());
  }

  /** Whether both have the same precedence; build metadata does not make versions different. */
  public boolean isSameAs(SemanticVersion other) {
    return order().equals(other.order());
  }

  @Override
  public String toString() {
    return text;
  }
}

package imprint.policy;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * A regular expression in RE2's syntax, which matches in time linear in the text. It is bounded
 * before it is compiled, since counted repetitions multiply: {@code ((x{100}){100}){100}}.
 */
final class TextPattern {
  /** Instructions of the compiled pattern, about. */
  static final long MOST_INSTRUCTIONS = 10_000;

  private final Pattern pattern;

  private TextPattern(Pattern pattern) {
    this.pattern = pattern;
  }

  /**
   * @throws PolicySyntaxException when it is no pattern or too large
   */
  static TextPattern compile(String source, Position at) {
    if (source.length() > DocumentLimits.TEXT) {
      throw at.error("the pattern is longer than %d characters".formatted(DocumentLimits.TEXT));
    }
    if (PatternSize.of(source) > MOST_INSTRUCTIONS) {
      throw at.error("the pattern repeats too much");
    }
    try {
      return new TextPattern(Pattern.compile(source, Pattern.DOTALL));
    } catch (PatternSyntaxException wrong) {
      throw at.error("not a pattern of RE2: " + wrong.getDescription());
    }
  }

  /** Whether the whole text matches. */
  boolean matches(String text) {
    return pattern.matches(text);
  }
}

package imprint.policy;

import com.google.re2j.Pattern;

/**
 * A pattern of file names: {@code *} and {@code ?} stay within a folder, <code>**</code> crosses
 * folders, {@code {a,b}} is either; everything else is itself. <code>**</code>{@code /x} also is
 * {@code x} at the root.
 */
final class Glob {
  private final String source;
  private final Pattern pattern;

  private Glob(String source, Pattern pattern) {
    this.source = source;
    this.pattern = pattern;
  }

  /**
   * @throws PolicySyntaxException when a brace is not closed or stands in another
   */
  static Glob compile(String source, Position at) {
    if (source.startsWith("/")) {
      throw at.error("expected a path from the candidate's root, without a slash before it");
    }
    StringBuilder regex = new StringBuilder();
    boolean inBraces = false;
    for (int i = 0; i < source.length(); i++) {
      char next = source.charAt(i);
      boolean twoStars = source.startsWith("**", i);
      switch (next) {
        case '*' -> {
          if (twoStars && source.startsWith("**/", i) && (i == 0 || source.charAt(i - 1) == '/')) {
            regex.append("(?:.*/)?");
            i += 2;
          } else if (twoStars) {
            regex.append(".*");
            i++;
          } else {
            regex.append("[^/]*");
          }
        }
        case '?' -> regex.append("[^/]");
        case '{' -> {
          if (inBraces) {
            throw at.error("braces do not stand in braces in a file pattern");
          }
          inBraces = true;
          regex.append("(?:");
        }
        case '}' -> {
          regex.append(inBraces ? ")" : "\\}");
          inBraces = false;
        }
        case ',' -> regex.append(inBraces ? "|" : ",");
        default -> regex.append(Pattern.quote(String.valueOf(next)));
      }
    }
    if (inBraces) {
      throw at.error("a brace of the file pattern is not closed");
    }
    return new Glob(source, Pattern.compile(regex.toString(), Pattern.DOTALL));
  }

  boolean matches(String path) {
    return pattern.matches(path);
  }

  @Override
  public String toString() {
    return source;
  }
}

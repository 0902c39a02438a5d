package imprint.policy;

/** Bounds of a policy's text. */
final class DocumentLimits {
  /** Bytes in UTF-8. */
  static final int BYTES = 64 * 1024;

  /** Levels of lists and objects. */
  static final int DEPTH = 20;

  static final int RULES = 200;

  /** Characters of a name, a pattern or a value. */
  static final int TEXT = 500;

  /** Entries of a list within a rule. */
  static final int LIST = 100;

  private DocumentLimits() {}

  static void checkDepth(int depth, Position at) {
    if (depth > DEPTH) {
      throw at.error("nested deeper than %d levels".formatted(DEPTH));
    }
  }

  /** Refuses what the database cannot keep: NUL, and half of a surrogate pair. */
  static String checkText(String text, Position at) {
    boolean isKept =
        text.codePoints()
            .allMatch(c -> c != 0 && (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE));
    if (!isKept) {
      throw at.error("the text has a character that cannot be stored");
    }
    return text;
  }
}

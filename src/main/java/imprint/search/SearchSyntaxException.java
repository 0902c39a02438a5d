package imprint.search;

/**
 * A filter or ordering that cannot be read. The message may be shown to whoever sent it: it says
 * what was expected and where, and repeats at most 200 characters of what was sent.
 */
public final class SearchSyntaxException extends RuntimeException {
  private static final int LONGEST_ECHO = 200;

  private final int position;

  /**
   * An error at a place.
   *
   * @param message what is wrong, ending with the position
   * @param position 1-based, counted in Unicode characters
   */
  public SearchSyntaxException(String message, int position) {
    // An answer to a caller, not a defect: no stack trace is taken.
    super(message, null, false, false);
    this.position = position;
  }

  /** Where the text went wrong, 1-based, counted in Unicode characters. */
  public int position() {
    return position;
  }

  /** {@code text}, cut so that a message never repeats more of it than it may. */
  static String echo(String text) {
    if (text.length() <= LONGEST_ECHO) {
      return text;
    }
    int cut =
        Character.isHighSurrogate(text.charAt(LONGEST_ECHO - 2))
            ? LONGEST_ECHO - 2
            : LONGEST_ECHO - 1;
    return text.substring(0, cut) + "…";
  }
}

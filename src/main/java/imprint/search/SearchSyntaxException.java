package imprint.search;

import imprint.failure.Failure;

/**
 * A filter or ordering that cannot be read. The message may be shown to whoever sent it: it says
 * what was expected and where, and repeats at most 200 characters of what was sent.
 */
public final class SearchSyntaxException extends Failure.Invalid {
  private final int position;

  /**
   * An error at a place.
   *
   * @param message what is wrong, ending with the position
   * @param position 1-based, counted in Unicode characters
   */
  public SearchSyntaxException(String message, int position) {
    super("filter", message);
    this.position = position;
  }

  /** Where the text went wrong, 1-based, counted in Unicode characters. */
  public int position() {
    return position;
  }
}

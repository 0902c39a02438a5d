package imprint.archive;

import java.util.List;

/** The beginning of a file, made plain for people. */
public sealed interface Preview {
  /**
   * Text in UTF-8.
   *
   * @param isTruncated whether the file goes on
   */
  record Text(String text, boolean isTruncated) implements Preview {}

  /**
   * Rows of cells, each row with as many as it has.
   *
   * @param isTruncated whether there are more rows or columns, or longer cells
   */
  record Table(List<List<String>> rows, boolean isTruncated) implements Preview {}

  /** A whole JSON text, which was found to be well-formed. */
  record Json(String text) implements Preview {}

  /**
   * An image, as its header has it.
   *
   * @param width in pixels, 0 when the header does not tell
   * @param height in pixels, 0 when the header does not tell
   */
  record Image(String mediaType, long width, long height) implements Preview {
    /** Pixels of an image that a page may show. */
    static final long MOST_PIXELS = 50_000_000;

    /** Whether the size is known and not such that decoding the image would take much memory. */
    public boolean isShowable() {
      return width > 0 && height > 0 && width <= MOST_PIXELS / height;
    }
  }

  /** Anything else. */
  record Binary() implements Preview {}
}

package imprint.archive;

import imprint.artifact.Content;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads a blob here and there without reading all of it. What is asked for next is mostly close by,
 * so a piece of the blob is kept: small after a jump, and twice as large each time that reading
 * goes on where it ended.
 */
final class BlobWindow {
  private static final int SMALLEST = 4 * 1024;
  private static final int LARGEST = 64 * 1024;

  private final Content content;
  private final long size;
  private byte[] bytes = new byte[0];
  private long start;
  private int ahead = SMALLEST;

  BlobWindow(Content content) {
    this.content = content;
    this.size = content.blob().size();
  }

  /** The size of the blob. */
  long size() {
    return size;
  }

  /**
   * Some bytes of the blob, in the order of little-endian numbers.
   *
   * @throws imprint.failure.Failure.Invalid when the blob does not reach so far
   */
  ByteBuffer read(long position, int length) {
    if (position < 0 || length > size - position) {
      throw Malformed.because("it is cut off");
    }
    if (position < start || position + length > start + bytes.length) {
      boolean goesOn = position >= start && position <= start + bytes.length;
      ahead = goesOn ? Math.min(2 * ahead, LARGEST) : SMALLEST;
      bytes = content.read(position, (int) Math.min(Math.max(length, ahead), size - position));
      start = position;
    }
    return ByteBuffer.wrap(bytes, (int) (position - start), length)
        .slice()
        .order(ByteOrder.LITTLE_ENDIAN);
  }
}

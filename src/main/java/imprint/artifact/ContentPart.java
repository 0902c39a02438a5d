package imprint.artifact;

import imprint.failure.Failure;
import java.io.IOException;
import java.io.InputStream;

/** A run of bytes of a content: ends after exactly as many as were asked for, or fails. */
final class ContentPart extends InputStream {
  private final Content content;
  private final InputStream stored;
  private long left;

  ContentPart(Content content, InputStream stored, long length) {
    this.content = content;
    this.stored = stored;
    this.left = length;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  /**
   * Reads some bytes.
   *
   * @throws Failure.DataLoss when the stored bytes end too early
   * @throws Failure.Unavailable when the storage fails
   */
  @Override
  public int read(byte[] buffer, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    if (left == 0) {
      return -1;
    }
    int count;
    try {
      count = stored.read(buffer, offset, (int) Math.min(length, left));
    } catch (IOException failed) {
      throw content.unreadable(failed);
    }
    if (count < 0) {
      throw content.incomplete();
    }
    left -= count;
    return count;
  }

  @Override
  public void close() throws IOException {
    stored.close();
  }
}

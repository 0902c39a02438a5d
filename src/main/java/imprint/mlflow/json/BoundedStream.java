package imprint.mlflow.json;

import imprint.failure.Failure;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Stops a body at its limit, whether or not the request told its length. */
final class BoundedStream extends FilterInputStream {
  private final long limit;
  private long left;

  BoundedStream(InputStream in, long limit) {
    super(in);
    this.limit = limit;
    this.left = limit;
  }

  static Failure tooLarge(long limit) {
    return new Failure.TooLarge(
        "The request body is larger than "
            + limit / (1024 * 1024)
            + " MiB, the most this endpoint takes.");
  }

  @Override
  public int read() throws IOException {
    int one = super.read();
    if (one >= 0) {
      spend(1);
    }
    return one;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = super.read(buffer, offset, length);
    if (count > 0) {
      spend(count);
    }
    return count;
  }

  private void spend(int count) {
    left -= count;
    if (left < 0) {
      throw tooLarge(limit);
    }
  }
}

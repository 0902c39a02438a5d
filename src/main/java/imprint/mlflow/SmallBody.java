package imprint.mlflow;

import imprint.failure.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/**
 * The body of {@code upload-artifact}, which fails where it would end empty or goes beyond 10 MiB
 * (both MLflow's rules), so that none such is kept.
 */
final class SmallBody extends InputStream {
  private static final long MOST = 10 * 1024 * 1024;

  private final InputStream body;
  private long size;

  private SmallBody(InputStream body) {
    this.body = body;
  }

  /** The body, unless its announced length tells already that it is refused. */
  static InputStream of(InputStream body, OptionalLong announced) {
    check(announced.orElse(1));
    return new SmallBody(body);
  }

  private static void check(long size) {
    if (size == 0) {
      throw new Failure.Invalid("body", "Request must specify data.");
    }
    if (size > MOST) {
      throw new Failure.Invalid("body", "Artifact size is too large. Max size is 10MB.");
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = body.read(buffer, offset, length);
    size += Math.max(count, 0);
    if (count != 0) {
      check(size);
    }
    return count;
  }
}

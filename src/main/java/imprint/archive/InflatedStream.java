package imprint.archive;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/** Deflated bytes made plain; what is no deflated data is a malformed archive. */
final class InflatedStream extends InflaterInputStream {
  private static final int BUFFER = 64 * 1024;

  InflatedStream(InputStream deflated) {
    super(deflated, new Inflater(true), BUFFER);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    try {
      return super.read(buffer, offset, length);
    } catch (ZipException | EOFException damaged) {
      throw Malformed.because("the bytes of a member cannot be decompressed");
    }
  }

  @Override
  public void close() throws IOException {
    inf.end();
    super.close();
  }
}

package imprint.archive;

import imprint.artifact.Content;
import imprint.failure.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.zip.CRC32;

/** The bytes of a member, read in place from the archive they are in. */
public final class MemberContent {
  private static final int PIECE = 128 * 1024;

  private final Content archive;
  private final Member member;
  private final long offset;

  /** The bytes of a readable member that begin at {@code offset} of the archive. */
  MemberContent(Content archive, Member member, long offset) {
    this.archive = archive;
    this.member = member;
    this.offset = offset;
  }

  /** How many bytes there are. */
  public long size() {
    return member.size();
  }

  /** A text that other bytes do not have: the archive's SHA-256 and the member's place in it. */
  public String identity() {
    return archive.blob().sha256() + "-" + member.ordinal();
  }

  /**
   * Writes all bytes. The last piece of up to 128 KiB is withheld until it is sure that there are
   * as many bytes as the archive says, with the checksum it says, so wrong bytes never reach their
   * regular end.
   *
   * @throws Failure.Invalid when the archive is malformed
   * @throws IOException what {@code out} threw
   */
  public void writeTo(OutputStream out) throws IOException {
    CRC32 crc32 = new CRC32();
    try (InputStream in = bytes()) {
      byte[] piece = new byte[(int) Math.min(PIECE, Math.max(1, size()))];
      long left = size();
      do {
        int count = in.readNBytes(piece, 0, (int) Math.min(piece.length, left));
        crc32.update(piece, 0, count);
        left -= count;
        if (left > 0 && count < piece.length) {
          throw Malformed.because("a member has fewer bytes than it says");
        }
        if (left == 0) {
          requireEnd(in, crc32.getValue());
        }
        out.write(piece, 0, count);
      } while (left > 0);
    }
  }

  /**
   * Writes {@code length} bytes from {@code from} on, which lie within the member. What comes
   * before them in a compressed member is read too.
   *
   * @throws Failure.Invalid when the archive is malformed
   * @throws IOException what {@code out} threw
   */
  public void writeTo(OutputStream out, long from, long length) throws IOException {
    Objects.checkFromIndexSize(from, length, size());
    try (InputStream in = bytes(from)) {
      byte[] piece = new byte[(int) Math.min(PIECE, Math.max(1, length))];
      for (long left = length; left > 0; ) {
        int count = in.readNBytes(piece, 0, (int) Math.min(piece.length, left));
        if (count == 0) {
          throw Malformed.because("a member has fewer bytes than it says");
        }
        out.write(piece, 0, count);
        left -= count;
      }
    }
  }

  /** The first bytes, {@code most} or all there are. */
  byte[] head(int most) {
    try (InputStream in = bytes()) {
      return in.readNBytes((int) Math.min(most, size()));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private InputStream bytes(long from) throws IOException {
    if (member.method() == MemberMethod.STORED) {
      return archive.open(offset + from, size() - from);
    }
    InputStream in = bytes();
    try {
      in.skipNBytes(from);
    } catch (IOException | RuntimeException failed) {
      in.close();
      throw failed;
    }
    return in;
  }

  private InputStream bytes() {
    if (member.storedSize() == 0) {
      return InputStream.nullInputStream();
    }
    InputStream stored = archive.open(offset, member.storedSize());
    return member.method() == MemberMethod.DEFLATED ? new InflatedStream(stored) : stored;
  }

  private void requireEnd(InputStream in, long crc32) throws IOException {
    if (in.read() >= 0) {
      throw Malformed.because("a member has more bytes than it says");
    }
    if (member.crc32() != Member.NO_CRC && member.crc32() != crc32) {
      throw Malformed.because("the checksum of a member is wrong");
    }
  }
}

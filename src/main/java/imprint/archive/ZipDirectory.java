package imprint.archive;

import imprint.failure.Failure;
import java.nio.ByteBuffer;

/**
 * Where the central directory of a zip is, as the records at its end tell (APPNOTE 6.3.10, sections
 * 4.3.14 to 4.3.16).
 *
 * @param count its members
 */
record ZipDirectory(long offset, long size, long count) {
  /** Bytes of a central directory that is read. */
  static final long MOST_BYTES = 256L << 20;

  private static final int END = 0x06054b50;
  private static final int END_SIZE = 22;
  private static final int LONGEST_COMMENT = 0xFFFF;
  private static final int WIDE_LOCATOR = 0x07064b50;
  private static final int WIDE_LOCATOR_SIZE = 20;
  private static final int WIDE_END = 0x06064b50;
  private static final int WIDE_END_SIZE = 56;
  private static final long NARROW = 0xFFFFFFFFL;
  private static final int NARROW_COUNT = 0xFFFF;

  /**
   * Finds it.
   *
   * @throws Failure.Invalid when the zip is malformed or cut off
   * @throws Failure.TooLarge when there are more than 1,000,000 members, or the directory is larger
   *     than 256 MiB
   */
  static ZipDirectory find(BlobWindow zip) {
    long end = end(zip);
    ZipDirectory found = read(zip, end);
    if (found.count > IndexWriter.MOST_MEMBERS) {
      throw new Failure.TooLarge(
          "The archive has more than " + IndexWriter.MOST_MEMBERS + " members.");
    }
    if (found.size > MOST_BYTES) {
      throw new Failure.TooLarge(
          "The directory of the archive is larger than " + MOST_BYTES + " bytes.");
    }
    if (found.offset < 0 || found.size < 0 || found.offset > end - found.size) {
      throw Malformed.because("its directory does not lie before its end");
    }
    return found;
  }

  /** The position of the last record, behind which there is but its comment. */
  private static long end(BlobWindow zip) {
    int length = (int) Math.min(zip.size(), END_SIZE + LONGEST_COMMENT);
    long start = zip.size() - length;
    ByteBuffer tail = zip.read(start, length);
    for (int at = length - END_SIZE; at >= 0; at--) {
      if (tail.getInt(at) == END
          && at + END_SIZE + Short.toUnsignedInt(tail.getShort(at + 20)) == length) {
        return start + at;
      }
    }
    throw Malformed.because("it does not end as a zip does; it may be cut off");
  }

  private static ZipDirectory read(BlobWindow zip, long end) {
    ByteBuffer record = zip.read(end, END_SIZE);
    int disk = Short.toUnsignedInt(record.getShort(4));
    int count = Short.toUnsignedInt(record.getShort(10));
    long size = Integer.toUnsignedLong(record.getInt(12));
    long offset = Integer.toUnsignedLong(record.getInt(16));
    boolean wide = count == NARROW_COUNT || size == NARROW || offset == NARROW;
    if (wide && end >= WIDE_LOCATOR_SIZE) {
      ByteBuffer locator = zip.read(end - WIDE_LOCATOR_SIZE, WIDE_LOCATOR_SIZE);
      if (locator.getInt(0) == WIDE_LOCATOR) {
        return readWide(zip, locator.getLong(8));
      }
    }
    if (disk != 0 || record.getShort(8) != record.getShort(10)) {
      throw Malformed.because("it is spread over several files");
    }
    return new ZipDirectory(offset, size, count);
  }

  private static ZipDirectory readWide(BlobWindow zip, long position) {
    ByteBuffer record = zip.read(position, WIDE_END_SIZE);
    if (record.getInt(0) != WIDE_END || record.getLong(24) != record.getLong(32)) {
      throw Malformed.because("the record of its wide numbers is wrong");
    }
    long count = record.getLong(32);
    return new ZipDirectory(
        record.getLong(48), record.getLong(40), count < 0 ? Long.MAX_VALUE : count);
  }
}

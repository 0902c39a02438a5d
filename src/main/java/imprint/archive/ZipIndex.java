package imprint.archive;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Finds the members of a zip by reading its central directory from one end to the other. Members
 * that share bytes are refused: they are how a small zip comes to hold very much.
 */
final class ZipIndex {
  private final BlobWindow zip;
  private final IndexWriter index;

  ZipIndex(BlobWindow zip, IndexWriter index) {
    this.zip = zip;
    this.index = index;
  }

  /**
   * Writes the members to the index.
   *
   * @throws imprint.failure.Failure.Invalid when the zip is malformed or cut off
   * @throws imprint.failure.Failure.TooLarge when a bound is passed
   */
  void write() {
    ZipDirectory directory = ZipDirectory.find(zip);
    Extents extents = new Extents((int) directory.count());
    long position = directory.offset();
    long end = position + directory.size();
    for (int i = 0; i < directory.count(); i++) {
      if (end - position < ZipEntryRecord.SIZE) {
        throw Malformed.because("its directory has fewer members than it says");
      }
      ZipEntryRecord entry = ZipEntryRecord.read(zip, position, end);
      position += entry.length();
      extents.add(i, entry.offset(), entry.least());
      index.add(member(entry));
    }
    extents.requireApart(directory.offset());
  }

  private Member member(ZipEntryRecord entry) {
    MemberName name = entry.memberName();
    boolean folder = name.isSlashed();
    String path =
        folder && name.isSafe() && !name.path().isEmpty() ? name.path() + "/" : name.path();
    return new Member(
        index.count(),
        path,
        folder,
        entry.size(),
        entry.offset(),
        entry.storedSize(),
        name.isSafe() ? entry.method() : MemberMethod.UNSAFE_NAME,
        entry.crc32(),
        entry.modified());
  }

  /** Where members begin and the least place where they can end. */
  private static final class Extents {
    private final long[] begins;
    private final long[] ends;

    Extents(int count) {
      begins = new long[count];
      ends = new long[count];
    }

    void add(int i, long begin, long length) {
      if (begin < 0 || length < 0 || begin + length < 0) {
        throw Malformed.because("the numbers of its member " + i + " are too large");
      }
      begins[i] = begin;
      ends[i] = begin + length;
    }

    /**
     * Members are apart when, of all in order, as many have ended as have begun before the next.
     */
    void requireApart(long end) {
      Arrays.parallelSort(begins);
      Arrays.parallelSort(ends);
      for (int i = 0; i < ends.length; i++) {
        if (ends[i] > (i + 1 < begins.length ? begins[i + 1] : end)) {
          throw Malformed.because("members overlap, or reach beyond its directory");
        }
      }
    }
  }

  /**
   * Where the bytes of a member begin, behind its local header.
   *
   * @throws imprint.failure.Failure.Invalid when there is no local header, or the bytes would not
   *     lie within the zip
   */
  static long dataOffset(BlobWindow zip, Member member) {
    ByteBuffer header = zip.read(member.offset(), ZipEntryRecord.LOCAL_SIZE);
    if (header.getInt(0) != ZipEntryRecord.LOCAL) {
      throw Malformed.because("a member is not where its directory says");
    }
    long begin =
        member.offset()
            + ZipEntryRecord.LOCAL_SIZE
            + Short.toUnsignedInt(header.getShort(26))
            + Short.toUnsignedInt(header.getShort(28));
    if (member.storedSize() > zip.size() - begin) {
      throw Malformed.because("a member reaches beyond its end");
    }
    return begin;
  }
}

package imprint.archive;

import imprint.failure.Failure;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the members of a tar by walking from header to header, past the bytes between them. Knows
 * extended headers of POSIX and the long names and large numbers of GNU.
 */
final class TarIndex {
  /** Bytes of the extended headers of one member. */
  private static final int MOST_EXTENDED = 1024 * 1024;

  /** 9999-12-31, the last day that is shown as a date everywhere. */
  private static final long LATEST = 253_402_300_799L;

  private final BlobWindow tar;
  private final IndexWriter index;
  private long position;

  // What stands before a member and is said of it.
  private byte @Nullable [] longName;
  private PaxRecords extended = PaxRecords.NONE;

  TarIndex(BlobWindow tar, IndexWriter index) {
    this.tar = tar;
    this.index = index;
  }

  /**
   * Writes the members to the index.
   *
   * @throws imprint.failure.Failure.Invalid when the tar is malformed or cut off
   * @throws imprint.failure.Failure.TooLarge when a bound is passed
   */
  void write() {
    while (true) {
      TarHeader header = TarHeader.of(tar.read(position, TarHeader.BLOCK));
      if (header.isEnd()) {
        requireNothingSaid();
        return;
      }
      if (!header.isIntact()) {
        throw Malformed.because("the header at byte " + position + " has a wrong checksum");
      }
      position += TarHeader.BLOCK;
      index.requireWithin(index.count());
      switch (header.type()) {
        case 'x' -> extended = PaxRecords.parse(said(header));
        case 'L' -> longName = withoutEnd(said(header));
        case 'g', 'K' -> skip(size(header));
        default -> add(header);
      }
    }
  }

  private void add(TarHeader header) {
    byte[] told = extended.path().orElse(longName == null ? header.name() : longName);
    MemberName name = MemberName.of(told, StandardCharsets.UTF_8);
    char type = header.type();
    boolean folder = type == '5' || (type == '0' && name.isSlashed());
    // Links, devices and folders have no bytes, whatever size they tell.
    boolean bare = type >= '1' && type <= '6';
    long stored = bare ? 0 : extended.size().orElse(size(header));
    if (type == 'S') {
      skipSparseMap(header);
    }
    long begin = position;
    skip(stored);
    String path =
        folder && name.isSafe() && !name.path().isEmpty() ? name.path() + "/" : name.path();
    long modified = extended.modified().orElse(header.modified());
    index.add(
        new Member(
            index.count(),
            path,
            folder,
            stored,
            begin,
            stored,
            method(type, name),
            Member.NO_CRC,
            modified < 0 || modified > LATEST ? null : Instant.ofEpochSecond(modified)));
    longName = null;
    extended = PaxRecords.NONE;
  }

  private MemberMethod method(char type, MemberName name) {
    if (!name.isSafe()) {
      return MemberMethod.UNSAFE_NAME;
    }
    return switch (type) {
      case '0', '7', '5' -> extended.isSparse() ? MemberMethod.SPARSE : MemberMethod.STORED;
      case '1', '2' -> MemberMethod.LINK;
      case 'S' -> MemberMethod.SPARSE;
      default -> MemberMethod.SPECIAL;
    };
  }

  /** What is said in the bytes of a member that stands before the one it is about. */
  private byte[] said(TarHeader header) {
    long size = size(header);
    if (size > MOST_EXTENDED) {
      throw new Failure.TooLarge(
          "The archive says more than " + MOST_EXTENDED + " bytes of one of its members.");
    }
    ByteBuffer read = tar.read(position, (int) size);
    byte[] bytes = new byte[(int) size];
    read.get(bytes);
    skip(size);
    return bytes;
  }

  private void skip(long size) {
    long padded = size + (TarHeader.BLOCK - size % TarHeader.BLOCK) % TarHeader.BLOCK;
    if (padded < 0 || size > tar.size() - position) {
      throw Malformed.because(
          "a member at byte " + position + " is cut off, it should have " + size + " bytes");
    }
    position += padded;
  }

  private void skipSparseMap(TarHeader header) {
    boolean continued = header.isSparseMapContinued();
    while (continued) {
      ByteBuffer map = tar.read(position, TarHeader.BLOCK);
      continued = map.get(TarHeader.BLOCK - 8) != 0;
      position += TarHeader.BLOCK;
    }
  }

  private long size(TarHeader header) {
    if (header.size() < 0) {
      throw Malformed.because(
          "the header at byte " + (position - TarHeader.BLOCK) + " has no size");
    }
    return header.size();
  }

  private void requireNothingSaid() {
    if (longName != null || extended != PaxRecords.NONE) {
      throw Malformed.because("its last header is about a member that does not follow");
    }
  }

  private static byte[] withoutEnd(byte[] text) {
    int end = 0;
    while (end < text.length && text[end] != 0) {
      end++;
    }
    return Arrays.copyOf(text, end);
  }
}

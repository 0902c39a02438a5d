package imprint.archive;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A header block of a tar, as POSIX.1-2001 (pax, "ustar Interchange Format") and the manual of GNU
 * tar have it.
 */
final class TarHeader {
  static final int BLOCK = 512;

  private static final int NAME = 100;
  private static final int SIZE_AT = 124;
  private static final int TIME_AT = 136;
  private static final int NUMBER = 12;
  private static final int CHECKSUM_AT = 148;
  private static final int CHECKSUM = 8;
  private static final int TYPE_AT = 156;
  private static final int MAGIC_AT = 257;
  private static final byte[] POSIX = {'u', 's', 't', 'a', 'r', 0};
  private static final int PREFIX_AT = 345;
  private static final int PREFIX = 155;
  private static final int GNU_EXTENDED_AT = 482;
  private static final int BINARY = 0x80;

  private final byte[] block;

  private TarHeader(byte[] block) {
    this.block = block;
  }

  static TarHeader of(ByteBuffer bytes) {
    byte[] block = new byte[BLOCK];
    bytes.get(block);
    return new TarHeader(block);
  }

  /** Whether bytes begin with a header: a block whose checksum is right. */
  static boolean isHeader(byte[] bytes) {
    return bytes.length >= BLOCK
        && bytes[0] != 0
        && new TarHeader(Arrays.copyOf(bytes, BLOCK)).isIntact();
  }

  /** Whether this is no header but a block of the archive's end. */
  boolean isEnd() {
    return Arrays.equals(block, new byte[BLOCK]);
  }

  /** Whether the checksum is right; old programs summed signed bytes. */
  boolean isIntact() {
    long unsigned = 0;
    long signed = 0;
    for (int i = 0; i < BLOCK; i++) {
      boolean blank = i >= CHECKSUM_AT && i < CHECKSUM_AT + CHECKSUM;
      unsigned += blank ? ' ' : block[i] & 0xFF;
      signed += blank ? ' ' : block[i];
    }
    long told = octal(CHECKSUM_AT, CHECKSUM);
    return told >= 0 && (told == unsigned || told == signed);
  }

  /** The kind of member, where an old header's NUL is that of a file. */
  char type() {
    return block[TYPE_AT] == 0 ? '0' : (char) (block[TYPE_AT] & 0xFF);
  }

  byte[] name() {
    byte[] name = text(0, NAME);
    boolean posix = Arrays.equals(block, MAGIC_AT, MAGIC_AT + POSIX.length, POSIX, 0, POSIX.length);
    byte[] prefix = posix ? text(PREFIX_AT, PREFIX) : new byte[0];
    if (prefix.length == 0) {
      return name;
    }
    byte[] whole = Arrays.copyOf(prefix, prefix.length + 1 + name.length);
    whole[prefix.length] = '/';
    System.arraycopy(name, 0, whole, prefix.length + 1, name.length);
    return whole;
  }

  /** The size in bytes, or a negative number for what is none. */
  long size() {
    return number(SIZE_AT);
  }

  /** The time of the last change in seconds since the epoch, or a negative number. */
  long modified() {
    return number(TIME_AT);
  }

  /** Whether the map of a sparse file of GNU goes on in the next block. */
  boolean isSparseMapContinued() {
    return block[GNU_EXTENDED_AT] != 0;
  }

  /** Octal digits, or a big-endian number where the first bit is set. */
  private long number(int at) {
    if ((block[at] & BINARY) == 0) {
      return octal(at, NUMBER);
    }
    // All but the last eight bytes must be empty, and the number positive.
    boolean fits = (block[at] & 0xFF) == BINARY && block[at + 1] == 0 && block[at + 2] == 0;
    return fits && block[at + 3] == 0 ? ByteBuffer.wrap(block, at + 4, Long.BYTES).getLong() : -1;
  }

  private long octal(int at, int length) {
    String digits = new String(text(at, length), StandardCharsets.ISO_8859_1).strip();
    if (digits.isEmpty()) {
      return 0;
    }
    long value = 0;
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      if (c < '0' || c > '7') {
        return -1;
      }
      value = 8 * value + (c - '0');
    }
    return value;
  }

  private byte[] text(int at, int length) {
    int end = at;
    while (end < at + length && block[end] != 0) {
      end++;
    }
    return Arrays.copyOfRange(block, at, end);
  }
}

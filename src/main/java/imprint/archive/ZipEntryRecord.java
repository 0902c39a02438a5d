package imprint.archive;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A record of the central directory of a zip (APPNOTE 6.3.10, section 4.3.12).
 *
 * @param length bytes of the record
 * @param size bytes of the member's content
 * @param storedSize bytes it takes in the zip
 * @param offset where its local header begins
 */
record ZipEntryRecord(
    int length,
    MemberName memberName,
    MemberMethod method,
    long size,
    long storedSize,
    long offset,
    long crc32,
    @Nullable Instant modified) {
  /** Bytes of a record without its name, extra fields and comment. */
  static final int SIZE = 46;

  static final int LOCAL = 0x04034b50;

  /** Bytes of a local header without its name and extra fields. */
  static final int LOCAL_SIZE = 30;

  private static final int SIGNATURE = 0x02014b50;
  private static final int ENCRYPTED = 1;
  private static final int UTF_8 = 1 << 11;
  private static final int UNIX = 3;
  private static final int UNIX_KIND = 0170000;
  private static final int UNIX_FILE = 0100000;
  private static final int UNIX_FOLDER = 0040000;
  private static final int UNIX_LINK = 0120000;
  private static final int STORED = 0;
  private static final int DEFLATED = 8;
  private static final int WIDE_NUMBERS = 0x0001;
  private static final int UNICODE_PATH = 0x7075;
  private static final long NARROW = 0xFFFFFFFFL;
  private static final Charset OLD = Charset.forName("IBM437");

  /** Reads the record at a position of the directory, which ends at {@code end}. */
  static ZipEntryRecord read(BlobWindow zip, long position, long end) {
    ByteBuffer fixed = zip.read(position, SIZE);
    if (fixed.getInt(0) != SIGNATURE) {
      throw Malformed.because("the record at byte " + position + " is none of its directory");
    }
    int nameLength = Short.toUnsignedInt(fixed.getShort(28));
    int extraLength = Short.toUnsignedInt(fixed.getShort(30));
    int length = SIZE + nameLength + extraLength + Short.toUnsignedInt(fixed.getShort(32));
    if (length > end - position) {
      throw Malformed.because("the record at byte " + position + " reaches beyond its directory");
    }
    if (nameLength > MemberName.MOST_BYTES) {
      throw MemberName.tooLong();
    }
    ByteBuffer record = zip.read(position, SIZE + nameLength + extraLength);
    Extra extra = Extra.read(record, nameLength, extraLength);
    MemberName name = name(record, nameLength, extra.unicodePath);
    return new ZipEntryRecord(
        length,
        name,
        method(record, name.isSlashed(), extra),
        extra.size,
        extra.storedSize,
        extra.offset,
        Integer.toUnsignedLong(record.getInt(16)),
        modified(record));
  }

  /** The fewest bytes that the member takes from its local header on. */
  long least() {
    return LOCAL_SIZE + storedSize;
  }

  private static MemberMethod method(ByteBuffer record, boolean folder, Extra extra) {
    int flags = Short.toUnsignedInt(record.getShort(8));
    int method = Short.toUnsignedInt(record.getShort(10));
    boolean unix = record.get(5) == UNIX;
    int kind = unix ? (record.getInt(38) >>> 16) & UNIX_KIND : 0;
    if (kind == UNIX_LINK) {
      return MemberMethod.LINK;
    }
    if (kind != 0 && kind != UNIX_FILE && !(kind == UNIX_FOLDER && folder)) {
      return MemberMethod.SPECIAL;
    }
    if ((flags & ENCRYPTED) != 0) {
      return MemberMethod.ENCRYPTED;
    }
    if (method == STORED && extra.size != extra.storedSize) {
      throw Malformed.because("a member that is not compressed has two sizes");
    }
    return switch (method) {
      case STORED -> MemberMethod.STORED;
      case DEFLATED -> MemberMethod.DEFLATED;
      default -> MemberMethod.OTHER;
    };
  }

  private static MemberName name(ByteBuffer record, int length, byte @Nullable [] unicodePath) {
    byte[] name = new byte[length];
    record.get(SIZE, name);
    if (unicodePath != null && isOf(name, unicodePath)) {
      byte[] unicode = Arrays.copyOfRange(unicodePath, 5, unicodePath.length);
      return MemberName.of(unicode, StandardCharsets.UTF_8);
    }
    boolean utf8 = (Short.toUnsignedInt(record.getShort(8)) & UTF_8) != 0;
    return MemberName.of(name, utf8 ? StandardCharsets.UTF_8 : OLD);
  }

  /** Whether a Unicode path, preceded by version and checksum, is of this name (section 4.6.9). */
  private static boolean isOf(byte[] name, byte[] unicodePath) {
    if (unicodePath.length <= 5 || unicodePath[0] != 1) {
      return false;
    }
    CRC32 crc32 = new CRC32();
    crc32.update(name);
    ByteBuffer told = ByteBuffer.wrap(unicodePath).order(ByteOrder.LITTLE_ENDIAN);
    return told.getInt(1) == (int) crc32.getValue();
  }

  /** The time of the last change, which a zip tells without its zone: taken as UTC. */
  private static @Nullable Instant modified(ByteBuffer record) {
    int time = Short.toUnsignedInt(record.getShort(12));
    int date = Short.toUnsignedInt(record.getShort(14));
    try {
      return LocalDateTime.of(
              1980 + (date >> 9),
              (date >> 5) & 15,
              date & 31,
              time >> 11,
              (time >> 5) & 63,
              2 * (time & 31))
          .toInstant(ZoneOffset.UTC);
    } catch (DateTimeException noDate) {
      return null;
    }
  }

  /** Sizes and offset, from the extra field of wide numbers where they do not fit the record. */
  private static final class Extra {
    private long size;
    private long storedSize;
    private long offset;
    private byte @Nullable [] unicodePath;

    static Extra read(ByteBuffer record, int nameLength, int extraLength) {
      Extra extra = new Extra();
      extra.size = Integer.toUnsignedLong(record.getInt(24));
      extra.storedSize = Integer.toUnsignedLong(record.getInt(20));
      extra.offset = Integer.toUnsignedLong(record.getInt(42));
      ByteBuffer fields =
          record.slice(SIZE + nameLength, extraLength).order(ByteOrder.LITTLE_ENDIAN);
      while (fields.remaining() >= 4) {
        int id = Short.toUnsignedInt(fields.getShort());
        int length = Short.toUnsignedInt(fields.getShort());
        if (length > fields.remaining()) {
          break; // padding, as programs that align members write it
        }
        ByteBuffer field = fields.slice(fields.position(), length).order(ByteOrder.LITTLE_ENDIAN);
        fields.position(fields.position() + length);
        extra.take(id, field);
      }
      return extra;
    }

    private void take(int id, ByteBuffer field) {
      if (id == WIDE_NUMBERS) {
        size = wide(size, field);
        storedSize = wide(storedSize, field);
        offset = wide(offset, field);
      } else if (id == UNICODE_PATH) {
        unicodePath = new byte[field.remaining()];
        field.get(unicodePath);
      }
    }

    private static long wide(long narrow, ByteBuffer field) {
      if (narrow != NARROW || field.remaining() < Long.BYTES) {
        return narrow;
      }
      long wide = field.getLong();
      if (wide < 0) {
        throw Malformed.because("a number of a member is too large");
      }
      return wide;
    }
  }
}

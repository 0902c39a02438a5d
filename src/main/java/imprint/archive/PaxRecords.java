package imprint.archive;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What an extended header says of the member that follows: records {@code length key=value} and a
 * line end, where the length counts all of the record ("pax Extended Header", POSIX.1-2001).
 */
final class PaxRecords {
  /** Nothing is said. */
  static final PaxRecords NONE = new PaxRecords();

  private static final int LONGEST_LENGTH = 10;

  private byte @Nullable [] path;
  private long size = -1;
  private long modified = -1;
  private boolean sparse;

  private PaxRecords() {}

  /**
   * Reads the records.
   *
   * @throws imprint.failure.Failure.Invalid when they are malformed
   */
  static PaxRecords parse(byte[] bytes) {
    PaxRecords records = new PaxRecords();
    for (int at = 0; at < bytes.length; ) {
      int blank = indexOf(bytes, ' ', at, Math.min(bytes.length, at + LONGEST_LENGTH));
      long length =
          blank < 0 ? -1 : number(new String(bytes, at, blank - at, StandardCharsets.ISO_8859_1));
      int end = (int) Math.min(at + length, Integer.MAX_VALUE);
      int equals = blank < 0 ? -1 : indexOf(bytes, '=', blank, Math.min(end, bytes.length));
      if (length <= 0 || end > bytes.length || equals < 0 || bytes[end - 1] != '\n') {
        throw Malformed.because("an extended header is no list of records");
      }
      String key = new String(bytes, blank + 1, equals - blank - 1, StandardCharsets.UTF_8);
      records.take(key, Arrays.copyOfRange(bytes, equals + 1, end - 1));
      at = end;
    }
    return records;
  }

  Optional<byte[]> path() {
    return Optional.ofNullable(path);
  }

  OptionalLong size() {
    return size < 0 ? OptionalLong.empty() : OptionalLong.of(size);
  }

  /** The time of the last change in whole seconds since the epoch. */
  OptionalLong modified() {
    return modified < 0 ? OptionalLong.empty() : OptionalLong.of(modified);
  }

  /** Whether the member is a sparse file of GNU, whose bytes are not its content. */
  boolean isSparse() {
    return sparse;
  }

  private void take(String key, byte[] value) {
    switch (key) {
      case "path" -> path = value;
      case "size" -> {
        size = number(new String(value, StandardCharsets.ISO_8859_1));
        if (size < 0) {
          throw Malformed.because("an extended header has a size that is none");
        }
      }
      case "mtime" -> {
        String seconds = new String(value, StandardCharsets.ISO_8859_1);
        int point = seconds.indexOf('.');
        modified = number(point < 0 ? seconds : seconds.substring(0, point));
      }
      case "GNU.sparse.name" -> {
        path = value;
        sparse = true;
      }
      default -> sparse |= key.startsWith("GNU.sparse.");
    }
  }

  /** Up to 18 decimal digits as a number; -1 for anything else. */
  private static long number(String text) {
    boolean digits =
        !text.isEmpty() && text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits ? Long.parseLong(text) : -1;
  }

  private static int indexOf(byte[] bytes, char wanted, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    return -1;
  }
}

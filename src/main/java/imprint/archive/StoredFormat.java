package imprint.archive;

import imprint.artifact.Content;
import imprint.failure.Failure;
import java.util.Arrays;
import java.util.Locale;

/** A format of stored archives that are looked into, told by their first bytes alone. */
enum StoredFormat {
  TAR,
  ZIP;

  /** The largest tar without members that programs write: one record. */
  private static final int EMPTY_TAR = 10_240;

  /** The value of {@code format}. */
  String column() {
    return name().toLowerCase(Locale.ROOT);
  }

  static StoredFormat of(String column) {
    return valueOf(column.toUpperCase(Locale.ROOT));
  }

  /**
   * The format of a file.
   *
   * @throws Failure.Unsupported for one that is compressed as a whole
   * @throws Failure.Invalid for one that is no archive
   */
  static StoredFormat recognise(Content content) {
    long size = content.blob().size();
    byte[] head = content.read(0, (int) Math.min(size, 2 * TarHeader.BLOCK));
    if (begins(head, 0x1F, 0x8B)) {
      throw new Failure.Unsupported(
          "This archive is compressed as a whole, so its members cannot be read one by one. Store a tar or a zip"
              + " instead.");
    }
    if (begins(head, 'P', 'K', 3, 4) || begins(head, 'P', 'K', 5, 6)) {
      return ZIP;
    }
    boolean zeros =
        head.length == 2 * TarHeader.BLOCK && Arrays.equals(head, new byte[head.length]);
    if (zeros ? size <= EMPTY_TAR && size % TarHeader.BLOCK == 0 : TarHeader.isHeader(head)) {
      return TAR;
    }
    throw new Failure.Invalid(
        "path", "The file is no archive that can be looked into: neither tar nor zip");
  }

  private static boolean begins(byte[] head, int... magic) {
    if (head.length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((head[i] & 0xFF) != magic[i]) {
        return false;
      }
    }
    return true;
  }
}

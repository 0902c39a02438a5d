package imprint.upload;

import imprint.failure.Failure;
import imprint.storage.BlobStorage;
import imprint.storage.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Reads what a storage took without our having seen it. */
final class StoredBytes {
  private static final Logger LOG = Logger.getLogger(StoredBytes.class);
  private static final int PIECE = 128 * 1024;

  private StoredBytes() {}

  /**
   * The SHA-256 of all bytes of a key, as 64 hexadecimal digits.
   *
   * @throws Failure.DataLoss when there are fewer than {@code size}
   */
  static String sha256(BlobStorage storage, UUID key, long size) {
    MessageDigest sha256 = Digests.sha256();
    byte[] piece = new byte[PIECE];
    try (InputStream in = storage.read(key, 0, size)) {
      for (long left = size; left > 0; ) {
        int count = in.read(piece, 0, (int) Math.min(piece.length, left));
        if (count < 0) {
          throw new Failure.DataLoss("The storage lost bytes of this upload.");
        }
        sha256.update(piece, 0, count);
        left -= count;
      }
    } catch (IOException failed) {
      LOG.errorf(failed, "reading blob %s failed", key);
      throw new Failure.Unavailable("The artifact storage cannot be read at the moment.");
    }
    return HexFormat.of().formatHex(sha256.digest());
  }
}

package imprint.storage;

import imprint.failure.Failure;
import io.minio.Http;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import org.jboss.logging.Logger;

/**
 * A part of a body on its way to a bucket, which wants to know its length and digest before its
 * first byte. It waits in a file that has no name any more, so that memory does not grow with it
 * and nothing is left behind.
 */
final class Spool implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Spool.class);
  private static final int PIECE = 128 * 1024;
  private static final FileAttribute<?> OWN_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final RandomAccessFile file;
  private final byte[] piece = new byte[PIECE];
  private final MessageDigest sha256 = Digests.sha256();
  private final MessageDigest md5 = Digests.of("MD5");
  private Http.Headers checksums = new Http.Headers();
  private long size;

  /** An empty one in a folder, which is made if it is absent. */
  Spool(Path folder) {
    try {
      Files.createDirectories(folder, OWN_FOLDER);
      Path path = Files.createTempFile(folder, "part-", ".tmp");
      try {
        this.file = new RandomAccessFile(path.toFile(), "rw");
      } finally {
        Files.delete(path);
      }
    } catch (IOException failed) {
      throw unavailable(failed);
    }
  }

  RandomAccessFile file() {
    return file;
  }

  long size() {
    return size;
  }

  /**
   * The digests by which the receiver knows whether it got what was filled in. MD5 is one that
   * every server takes of a part, whatever it was told of the whole.
   */
  Http.Headers checksums() {
    return checksums;
  }

  /** Forgets what it holds. */
  void clear() {
    try {
      file.setLength(0);
      file.seek(0);
      size = 0;
      sha256.reset();
      md5.reset();
    } catch (IOException failed) {
      throw unavailable(failed);
    }
  }

  /** Adds the first bytes of an array. */
  void add(byte[] bytes, int count) {
    try {
      file.write(bytes, 0, count);
      size += count;
      sha256.update(bytes, 0, count);
      md5.update(bytes, 0, count);
    } catch (IOException failed) {
      throw unavailable(failed);
    }
  }

  /**
   * Adds bytes until it holds {@code limit} or the body ends. What the body throws is thrown on.
   *
   * @return whether the body may have more
   */
  boolean fill(InputStream body, long limit) {
    while (size < limit) {
      int count = read(body, (int) Math.min(PIECE, limit - size));
      if (count < 0) {
        finish();
        return false;
      }
      add(piece, count);
    }
    finish();
    return true;
  }

  private int read(InputStream body, int wanted) {
    try {
      return body.read(piece, 0, wanted);
    } catch (IOException failed) {
      throw unavailable(failed);
    }
  }

  /** Makes what was filled in ready to be sent. */
  private void finish() {
    try {
      file.seek(0);
      checksums =
          new Http.Headers(
              Http.Headers.X_AMZ_CONTENT_SHA256,
              HexFormat.of().formatHex(sha256.digest()),
              Http.Headers.CONTENT_MD5,
              Base64.getEncoder().encodeToString(md5.digest()));
    } catch (IOException failed) {
      throw unavailable(failed);
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException failed) {
      LOG.warnf("a waiting part cannot be closed: %s", failed);
    }
  }

  private static Failure.Unavailable unavailable(IOException cause) {
    LOG.errorf(cause, "a part of an upload cannot be kept until it is sent");
    return S3Faults.unavailable("written", "A part cannot wait on the disk: " + cause.getMessage());
  }
}

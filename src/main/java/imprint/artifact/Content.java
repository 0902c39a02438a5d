package imprint.artifact;

import imprint.failure.Failure;
import imprint.storage.BlobStorage;
import imprint.storage.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an artifact as it was when it was asked for; overwriting or deleting it meanwhile
 * does not change them.
 */
public final class Content {
  private static final Logger LOG = Logger.getLogger(Content.class);
  private static final int PIECE = 128 * 1024;

  private final Blob blob;
  private final BlobStorage storage;
  private final @Nullable Owner owner;

  Content(Blob blob, BlobStorage storage) {
    this(blob, storage, null);
  }

  Content(Blob blob, BlobStorage storage, @Nullable Owner owner) {
    this.blob = blob;
    this.storage = storage;
    this.owner = owner;
  }

  /** The number of the version's row, if it was asked for as a file of a version. */
  public OptionalLong version() {
    return owner != null && owner.kind() == OwnerKind.VERSION
        ? OptionalLong.of(owner.id())
        : OptionalLong.empty();
  }

  public Blob blob() {
    return blob;
  }

  /**
   * A signed URL by which a client gets the bytes from the storage itself, as a file of this name;
   * empty when clients are not to be sent there.
   */
  public Optional<URI> direct(String fileName, Duration validity) {
    return storage.direct().map(access -> access.download(blob.key(), fileName, validity));
  }

  /**
   * Writes all bytes, hashing them on the way. The last piece of up to 128 KiB is withheld until
   * the digest of the whole is found right, so wrong bytes never reach their regular end, and those
   * of a small file are never sent at all.
   *
   * @throws Failure.DataLoss when the stored bytes are not those that were stored
   * @throws IOException what {@code out} threw
   */
  public void writeTo(OutputStream out) throws IOException {
    MessageDigest sha256 = Digests.sha256();
    try (InputStream in = stored(0, blob.size())) {
      byte[] piece = new byte[piece(blob.size())];
      long left = blob.size();
      do {
        int count = fill(in, piece, left);
        sha256.update(piece, 0, count);
        left -= count;
        if (left == 0 && !HexFormat.of().formatHex(sha256.digest()).equals(blob.sha256())) {
          throw lost("The stored bytes of this artifact have changed.");
        }
        out.write(piece, 0, count);
      } while (left > 0);
    }
  }

  /**
   * Writes {@code length} bytes from {@code offset} on, which lie within the content. Only the
   * presence of the bytes is verified: their digest is that of the whole.
   *
   * @throws Failure.DataLoss when there are fewer bytes than were stored
   * @throws IOException what {@code out} threw
   */
  public void writeTo(OutputStream out, long offset, long length) throws IOException {
    try (InputStream in = stored(offset, length)) {
      byte[] piece = new byte[piece(length)];
      for (long left = length; left > 0; ) {
        int count = fill(in, piece, left);
        left -= count;
        out.write(piece, 0, count);
      }
    }
  }

  /**
   * {@code length} bytes from {@code offset} on, which lie within the content. The stream ends
   * after them and not before: reading it throws {@link Failure.DataLoss} when there are fewer, and
   * {@link Failure.Unavailable} when the storage fails. The caller closes it.
   */
  public InputStream open(long offset, long length) {
    Objects.checkFromIndexSize(offset, length, blob.size());
    return new ContentPart(this, stored(offset, length), length);
  }

  /**
   * {@code length} bytes from {@code offset} on, which lie within the content, read at once.
   *
   * @throws Failure.DataLoss when there are fewer
   */
  public byte[] read(long offset, int length) {
    Objects.checkFromIndexSize(offset, length, blob.size());
    byte[] bytes = new byte[length];
    try (InputStream in = stored(offset, length)) {
      var _ = fill(in, bytes, length);
    } catch (IOException failed) {
      throw unreadable(failed);
    }
    return bytes;
  }

  private InputStream stored(long offset, long length) {
    try {
      return storage.read(blob.key(), offset, length);
    } catch (Failure.DataLoss loss) {
      throw lost(loss.text());
    }
  }

  private int fill(InputStream in, byte[] piece, long left) {
    int wanted = (int) Math.min(piece.length, left);
    int count;
    try {
      count = in.readNBytes(piece, 0, wanted);
    } catch (IOException failed) {
      throw unreadable(failed);
    }
    if (count < wanted) {
      throw incomplete();
    }
    return count;
  }

  private static int piece(long length) {
    return (int) Math.min(PIECE, Math.max(1, length));
  }

  Failure.Unavailable unreadable(IOException failed) {
    LOG.errorf(failed, "reading blob %s failed", blob.key());
    return new Failure.Unavailable("The artifact storage cannot be read at the moment.");
  }

  Failure.DataLoss incomplete() {
    return lost("The stored bytes of this artifact are incomplete.");
  }

  private Failure.DataLoss lost(String message) {
    LOG.errorf(
        "DATA LOSS: blob %s of storage %s, %d bytes, sha256 %s: %s",
        blob.key(), blob.storage(), blob.size(), blob.sha256(), message);
    return new Failure.DataLoss(message);
  }
}

package imprint.storage;

import java.io.InputStream;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A place that keeps bytes under keys. It knows nothing of names, owners or digests.
 *
 * <p>What every implementation promises:
 *
 * <ul>
 *   <li>When {@link #write} returns, the bytes survive the loss of power and are read back as they
 *       were written.
 *   <li>When {@code write} fails, whether in the storage or because reading the body failed,
 *       nothing is to be read under the key, then or later; what the body threw is thrown on
 *       unchanged.
 *   <li>Bytes of any number, none included, are taken, in memory that does not grow with them.
 *   <li>Bytes that are being read stay readable to their end when their key is deleted meanwhile,
 *       or the reading fails; it never ends early as though it were complete.
 *   <li>A storage that does not answer, or has no room, throws {@link
 *       imprint.failure.Failure.Unavailable}.
 * </ul>
 *
 * All methods may be called from many threads at once.
 */
public interface BlobStorage {
  /** The name under which blobs remember where they are. It never changes. */
  String name();

  /** Keeps all bytes of {@code body} under {@code key}, which was never used before. */
  void write(UUID key, InputStream body);

  /**
   * The bytes from {@code offset} on, {@code length} of them, which lie within what was written.
   * The caller closes the stream.
   *
   * @throws imprint.failure.Failure.DataLoss when there are no bytes under the key, or fewer
   */
  InputStream read(UUID key, long offset, long length);

  /** Frees the bytes of a key; one that holds none is no error. */
  void delete(UUID key);

  /**
   * Everything the storage holds under keys, in no order, read as the stream is consumed. The
   * caller closes it.
   */
  Stream<StoredBlob> list();

  /** The same storage, for bytes that arrive in parts. */
  PartStorage parts();

  /** The same storage, for documents that lie beside the bytes. */
  Documents documents();

  /** What is in the storage of uploads that have not come to their end. */
  Leftovers leftovers();

  /** Signed URLs to the storage itself; empty when it has none or clients are not to use them. */
  Optional<DirectAccess> direct();
}

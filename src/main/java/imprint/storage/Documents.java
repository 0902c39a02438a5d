package imprint.storage;

import java.io.InputStream;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Documents beside the bytes of a storage, for people and programs that read it without this
 * server. Other than bytes they may be replaced.
 *
 * <p>When {@link #replace} returns, the document survives the loss of power. Whoever reads one
 * meanwhile, or after {@code replace} failed, reads the whole old or the whole new one.
 */
public interface Documents {
  /** Keeps all bytes of {@code body}, of up to 5 GiB, in the place of an older document. */
  void replace(DocumentKey key, InputStream body);

  /**
   * All bytes of a document. The caller closes the stream.
   *
   * @throws imprint.failure.Failure.DataLoss when there is none
   */
  InputStream read(DocumentKey key);

  /** The size of a document in bytes; empty when there is none. */
  OptionalLong size(DocumentKey key);

  /** Frees a document; none of that key is no error. */
  void delete(DocumentKey key);

  /** All documents, in no order, read as the stream is consumed. The caller closes it. */
  Stream<StoredDocument> list();

  /** Where the bytes of a key lie from the storage's root, as documents tell it. */
  String pathOf(UUID key);
}

package imprint.storage;

import java.io.InputStream;
import java.util.List;
import java.util.UUID;

/**
 * Takes the bytes of one key in parts, in any order and at the same time. Parts are numbered from 1
 * and all but the last have at least 5 MiB, as S3 has it. Until {@link #complete} nothing is to be
 * read under the key.
 */
public interface PartStorage {
  /** The most parts of an upload, and the highest number (S3's limit). */
  int MOST_PARTS = 10_000;

  /** A part that was written; {@code tag} is what writing it answered. */
  record Part(int number, String tag) {}

  /** Begins an upload and returns the storage's own id of it. */
  String begin(UUID key);

  /** Keeps a part, in the place of an older one of its number, and returns its tag. */
  String writePart(UUID key, String id, int number, InputStream body, long size);

  /**
   * Makes the parts, ordered by number, the bytes of the key. When this returns they survive the
   * loss of power. Once it was done, doing it again answers the same and changes nothing: whoever
   * asked may have ended before it knew.
   *
   * @return the size of all in bytes
   * @throws imprint.failure.Failure.Invalid when a part is missing or has another tag
   */
  long complete(UUID key, String id, List<Part> parts);

  /** Forgets an upload and frees its parts; one that is not known is no error. */
  void abort(UUID key, String id);
}

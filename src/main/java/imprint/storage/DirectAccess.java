package imprint.storage;

import java.net.URI;
import java.time.Duration;
import java.util.UUID;

/**
 * Signed URLs by which clients reach a storage past this server. Whoever has one may use it until
 * it expires.
 */
public interface DirectAccess {
  /** A URL to GET the bytes of a key, answered as a file of this name to be saved. */
  URI download(UUID key, String fileName, Duration validity);

  /**
   * A URL to PUT bytes to, which go to a waiting place of this key and not under the key itself, so
   * that a URL that is used again changes nothing kept.
   */
  URI upload(UUID key, Duration validity);

  /** A URL to PUT a part of an upload that {@link PartStorage#begin} began. */
  URI part(UUID key, String id, int number, Duration validity);

  /**
   * Copies what was put to the waiting place under the key, within the storage, and frees the
   * waiting place. Once it was done, doing it again answers the same: whoever asked may have ended
   * before it knew.
   *
   * @return the size in bytes, or -1 when nothing was put there, nor is under the key
   */
  long take(UUID key);

  /** Frees the waiting place of a key; nothing there is no error. */
  void forget(UUID key);
}

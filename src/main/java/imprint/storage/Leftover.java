package imprint.storage;

import java.util.UUID;

/**
 * Bytes of an upload that has not come to its end.
 *
 * @param upload what the upload is known by: the key its bytes are to have, or the storage's own id
 *     of it
 * @param name the storage's own name of it
 * @param size in bytes
 */
public record Leftover(Kind kind, UUID upload, String name, long size) {
  /** How the bytes came. */
  public enum Kind {
    BODY,
    PARTS
  }
}

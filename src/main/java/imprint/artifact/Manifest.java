package imprint.artifact;

import imprint.storage.DocumentKey;
import java.time.Instant;

/**
 * A manifest as it was written.
 *
 * @param storage the name of the storage that keeps it
 * @param name of the document, 32 hexadecimal digits
 * @param written as it tells it, in microseconds
 * @param files how many it tells of
 * @param size in bytes
 * @param sha256 64 hexadecimal digits, lower case
 */
record Manifest(
    Owner owner,
    String storage,
    String name,
    Instant written,
    long files,
    long size,
    String sha256) {
  DocumentKey key() {
    return ManifestSubject.key(owner.kind(), name);
  }
}

package imprint.upload;

import imprint.artifact.Place;
import imprint.project.Scope;
import imprint.storage.PartStorage;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A file on its way to a place. The bytes that come in parts or past this server will lie under the
 * upload's own id as their key.
 *
 * @param project the number of the project it belongs to
 * @param storage the name of the storage that takes the bytes
 * @param parts what an upload in parts has besides; empty for one that comes as a single body
 */
public record Upload(
    UUID id, long project, Place place, String storage, Optional<InParts> parts, Instant expires) {
  /** The name on records of what is done for the bearer of a signed URL. */
  private static final String BEARER = "signed-url";

  /**
   * What an upload in parts has besides.
   *
   * @param count how many parts there are, numbered from 1
   * @param foreignId the storage's own id of it
   */
  public record InParts(int count, String foreignId) {
    public InParts {
      if (count < 1 || count > PartStorage.MOST_PARTS) {
        throw new IllegalArgumentException("not a number of parts: " + count);
      }
    }
  }

  /** Whether it may still be sent or ended by its sender. */
  boolean isOpen(Instant now) {
    return now.isBefore(expires);
  }

  /** The scope of whoever sends its bytes under a signed URL. */
  Scope bearer() {
    return new Scope(project, BEARER);
  }
}

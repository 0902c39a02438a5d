package imprint.upload;

import imprint.artifact.Adoptions;
import imprint.sql.Database;
import imprint.storage.BlobStorage;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** How an upload, whatever its kind, ends with a file. */
@ApplicationScoped
class Endings {
  private final UploadStore store;
  private final Adoptions adoptions;
  private final Database database;

  Endings(UploadStore store, Adoptions adoptions, Database database) {
    this.store = store;
    this.adoptions = adoptions;
    this.database = database;
  }

  /**
   * Makes durable bytes the file of an upload and forgets the upload, both or neither.
   *
   * @return false when the upload had ended already
   * @throws imprint.failure.Failure.Refused when the path is a folder by now, or leads through a
   *     file
   */
  boolean adopt(Upload upload, BlobStorage storage, UUID key, long size, String sha256) {
    return database.transaction(
        () -> {
          if (!store.delete(upload.id())) {
            return false;
          }
          adoptions.adopt(upload.bearer(), upload.place(), storage, key, size, sha256);
          return true;
        });
  }
}

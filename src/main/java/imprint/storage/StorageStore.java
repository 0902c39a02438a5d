package imprint.storage;

import imprint.failure.Failure;
import imprint.sql.Database;
import imprint.sql.Faults;
import jakarta.enterprise.context.ApplicationScoped;

/** What rows of {@code storage} are used for. */
@ApplicationScoped
class StorageStore {
  private final Database database;

  StorageStore(Database database) {
    this.database = database;
  }

  /**
   * What lives in a storage.
   *
   * @param blobs files it keeps
   * @param uploads files on their way to it
   */
  record Use(long blobs, long uploads) {
    boolean isNone() {
      return blobs == 0 && uploads == 0;
    }

    String text() {
      return blobs
          + (blobs == 1 ? " file" : " files")
          + (uploads == 0
              ? ""
              : " and " + uploads + (uploads == 1 ? " unfinished upload" : " unfinished uploads"));
    }
  }

  private static final String LOCK = "lock table storage in share row exclusive mode";

  /**
   * Lets changes of storages wait for each other, as rules concern several rows; reading and
   * referring to them goes on. Runs in the caller's transaction.
   */
  void lock() {
    database.with(h -> h.execute(LOCK));
  }

  private static final String USE =
      """
      select
        (select count(*) from blob where storage = :name) as blobs,
        (select count(*) from upload where storage = :name) as uploads
      """;

  Use use(String name) {
    return database.with(
        h ->
            h.createQuery(USE)
                .bind("name", name)
                .map((row, context) -> new Use(row.getLong("blobs"), row.getLong("uploads")))
                .one());
  }

  private static final String REMOVE = "delete from storage where name = :name";

  /**
   * Removes a row.
   *
   * @throws Failure.Refused when something came to refer to it meanwhile
   */
  void remove(String name) {
    try {
      database.with(h -> h.createUpdate(REMOVE).bind("name", name).execute());
    } catch (RuntimeException failed) {
      if (Faults.violatedConstraint(failed).isPresent()) {
        throw new Failure.Refused("The storage '" + name + "' is in use.");
      }
      throw failed;
    }
  }
}

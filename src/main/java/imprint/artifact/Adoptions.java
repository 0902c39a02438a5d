package imprint.artifact;

import imprint.failure.Failure;
import imprint.project.Scope;
import imprint.sql.Database;
import imprint.storage.BlobStorage;
import imprint.storage.OpenStorages;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** How bytes that a storage holds already become a file, by the rules of {@link Artifacts#put}. */
@ApplicationScoped
public class Adoptions {
  private final OwnerStore owners;
  private final ArtifactStore store;
  private final OpenStorages storages;
  private final Database database;
  private final InstantSource clock;

  Adoptions(
      OwnerStore owners,
      ArtifactStore store,
      OpenStorages storages,
      Database database,
      InstantSource clock) {
    this.owners = owners;
    this.store = store;
    this.storages = storages;
    this.database = database;
    this.clock = clock;
  }

  /** Where a path leads. */
  public Place locate(Scope scope, ArtifactPath path) {
    return owners.locate(scope, path);
  }

  /**
   * Fails unless a file could be put there now.
   *
   * @throws Failure.Refused when the place is a folder, or leads through a file
   * @throws Failure.Forbidden when the place belongs to a version
   */
  public void requireVacant(Place place) {
    place.owner().requireChangeable();
    if (place.path().isRoot()) {
      throw Artifacts.isFolder(place.path());
    }
    Artifacts.requireKept(store.judge(place), place.path());
  }

  /**
   * Makes durable bytes the file of a place, in the place of an older one. Joins the caller's
   * transaction, which must end without effect when this fails; the bytes are then the caller's to
   * free.
   *
   * @param size in bytes
   * @param sha256 64 hexadecimal digits, lower case
   * @throws Failure.Refused when the place is a folder, or leads through a file
   */
  public void adopt(
      Scope scope, Place place, BlobStorage storage, UUID key, long size, String sha256) {
    Blob blob =
        new Blob(key, storage.name(), size, sha256, clock.instant().truncatedTo(ChronoUnit.MICROS));
    Artifacts.requireKept(database.transaction(() -> store.put(scope, place, blob)), place.path());
  }

  /** Whether the file of a place has the bytes of this key. */
  public boolean holds(Place place, UUID key) {
    return store.find(place).filter(blob -> blob.key().equals(key)).isPresent();
  }

  /**
   * The content of a key, for a bearer of a signed URL, who needs no other right to it.
   *
   * @throws Failure.Missing when it is kept no more
   */
  public Content content(UUID key) {
    return store
        .stored(key)
        .map(blob -> new Content(blob, storages.named(blob.storage())))
        .orElseThrow(() -> new Failure.Missing("There is no such content any more."));
  }
}

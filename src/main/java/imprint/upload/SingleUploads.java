package imprint.upload;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import imprint.artifact.Adoptions;
import imprint.artifact.Arrivals;
import imprint.artifact.ArtifactPath;
import imprint.artifact.Expectation;
import imprint.artifact.MeasuredBody;
import imprint.artifact.Place;
import imprint.failure.Failure;
import imprint.project.Scope;
import imprint.storage.BlobStorage;
import imprint.storage.DirectAccess;
import imprint.storage.OpenStorages;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Files that arrive as one body under a signed URL, at this server or past it. One URL makes one
 * file: used again it changes nothing.
 */
@ApplicationScoped
public class SingleUploads implements Arrivals {
  private static final Logger LOG = Logger.getLogger(SingleUploads.class);

  /** How many uploads a reader of a place looks after. */
  private static final int MOST_SETTLED = 100;

  private final UploadStore store;
  private final Adoptions adoptions;
  private final OpenStorages storages;
  private final Turns turns;
  private final Endings endings;
  private final InstantSource clock;

  SingleUploads(
      UploadStore store,
      Adoptions adoptions,
      OpenStorages storages,
      Turns turns,
      Endings endings,
      InstantSource clock) {
    this.store = store;
    this.adoptions = adoptions;
    this.storages = storages;
    this.turns = turns;
    this.endings = endings;
    this.clock = clock;
  }

  /**
   * Begins an upload of a file as one body.
   *
   * @throws Failure.Refused when the path is a folder, or leads through a file
   */
  public Upload begin(Scope scope, ArtifactPath path) {
    Place place = adoptions.locate(scope, path);
    adoptions.requireVacant(place);
    Upload upload =
        new Upload(
            UUID.randomUUID(),
            scope.project(),
            place,
            storages.preferred().name(),
            Optional.empty(),
            clock.instant().plus(Uploads.LIFETIME).truncatedTo(ChronoUnit.MICROS));
    store.insert(upload);
    return upload;
  }

  /** The URL to PUT the body to the storage itself; empty when it is to come to this server. */
  public Optional<URI> direct(Upload upload, Duration validity) {
    return access(upload).map(access -> access.upload(upload.id(), validity));
  }

  /**
   * Keeps the body as the file of its upload, which ends with this.
   *
   * @throws Failure.Missing when there is no such upload, or it has ended or expired
   * @throws Failure.Invalid when the body is cut off, or not what the sender announced
   * @throws Failure.Refused when the path is a folder by now, or leads through a file
   */
  public void receive(UUID id, InputStream body, Expectation expected) {
    Upload upload =
        store
            .find(id)
            .filter(found -> found.parts().isEmpty() && found.isOpen(clock.instant()))
            .orElseThrow(Uploads::missing);
    BlobStorage storage = storages.named(upload.storage());
    // Two bodies may come under one URL at the same time, so each has a key of its own.
    UUID key = UUID.randomUUID();
    MeasuredBody measured = new MeasuredBody(body, expected);
    storage.write(key, measured);
    boolean kept;
    try {
      kept = endings.adopt(upload, storage, key, measured.size(), measured.sha256());
    } catch (Failure.Refused conflict) {
      storage.delete(key);
      throw conflict;
    }
    if (!kept) {
      storage.delete(key);
      throw Uploads.missing();
    }
  }

  @Override
  public void settle(Scope scope, Place place) {
    if (!storages.mayReceiveDirectly()) {
      return; // every reader comes here: what cannot be spares it a query
    }
    for (Upload upload : store.waiting(scope.project(), place, MOST_SETTLED)) {
      try {
        take(upload);
      } catch (Failure notNow) {
        LOG.warnf("upload %s cannot be taken in: %s", upload.id(), notNow.text());
      }
    }
  }

  /**
   * Makes the file of an upload that went past this server; whether it had arrived and was made.
   *
   * @throws Failure.Refused when its path is a folder by now, or leads through a file
   */
  @CanIgnoreReturnValue
  boolean take(Upload upload) {
    return access(upload)
        .map(access -> turns.take(upload.id(), () -> taken(upload, access)))
        .orElse(false);
  }

  private boolean taken(Upload upload, DirectAccess access) {
    if (store.find(upload.id()).isEmpty()) {
      return false;
    }
    long size = access.take(upload.id());
    if (size < 0) {
      return false;
    }
    BlobStorage storage = storages.named(upload.storage());
    String sha256 = StoredBytes.sha256(storage, upload.id(), size);
    return endings.adopt(upload, storage, upload.id(), size, sha256);
  }

  private Optional<DirectAccess> access(Upload upload) {
    return storages.named(upload.storage()).direct();
  }
}

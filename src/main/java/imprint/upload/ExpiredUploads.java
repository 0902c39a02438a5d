package imprint.upload;

import imprint.failure.Failure;
import imprint.sql.Database;
import imprint.storage.BlobStorage;
import imprint.storage.OpenStorages;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Frees what uploads left behind that nobody ended. */
@ApplicationScoped
public class ExpiredUploads {
  private static final Logger LOG = Logger.getLogger(ExpiredUploads.class);
  private static final UUID FIRST = new UUID(0, 0);
  private static final int BATCH = 20;

  /** A request that began in time may still be at work. */
  private static final Duration GRACE = Duration.ofHours(1);

  private final UploadStore store;
  private final SingleUploads singles;
  private final OpenStorages storages;
  private final Database database;
  private final InstantSource clock;

  ExpiredUploads(
      UploadStore store,
      SingleUploads singles,
      OpenStorages storages,
      Database database,
      InstantSource clock) {
    this.store = store;
    this.singles = singles;
    this.storages = storages;
    this.database = database;
    this.clock = clock;
  }

  /**
   * Ends the uploads that expired over an hour ago. What arrived past this server and nobody asked
   * for yet becomes an artifact. An upload whose storage does not answer stays for the next time.
   * May run on several servers at once.
   *
   * @return how many were freed
   */
  public int sweep() {
    Instant before = clock.instant().minus(GRACE);
    Set<String> silent = new HashSet<>();
    UUID after = FIRST;
    int freed = 0;
    while (true) {
      List<Upload> batch = store.expired(before, after, BATCH);
      if (batch.isEmpty()) {
        return freed;
      }
      List<UUID> ready =
          batch.stream().filter(upload -> isReady(upload, silent)).map(Upload::id).toList();
      freed += database.transaction(() -> free(ready, silent));
      after = batch.getLast().id();
    }
  }

  /** Whether an upload may be freed: nothing of it can be taken in any more. */
  private boolean isReady(Upload upload, Set<String> silent) {
    return upload.parts().isPresent() || answered(upload, silent, () -> singles.take(upload));
  }

  /** Frees what other servers are not freeing, and can be freed; how many that were. */
  private int free(List<UUID> ids, Set<String> silent) {
    return store.deleteAll(
        store.claim(ids).stream()
            .filter(upload -> answered(upload, silent, () -> free(upload)))
            .map(Upload::id)
            .toList());
  }

  private void free(Upload upload) {
    BlobStorage storage = storages.named(upload.storage());
    upload
        .parts()
        .ifPresentOrElse(
            parts -> storage.parts().abort(upload.id(), parts.foreignId()),
            () -> storage.direct().ifPresent(access -> access.forget(upload.id())));
    storage.delete(upload.id());
  }

  /** Whether the upload's storage answered; one that did not is asked nothing more. */
  private static boolean answered(Upload upload, Set<String> silent, Runnable work) {
    if (silent.contains(upload.storage())) {
      return false;
    }
    try {
      work.run();
    } catch (Failure.Unavailable notNow) {
      LOG.warnf("upload %s cannot be freed yet: %s", upload.id(), notNow.text());
      silent.add(upload.storage());
      return false;
    } catch (Failure never) {
      LOG.warnf("upload %s came to nothing: %s", upload.id(), never.text());
    }
    return true;
  }
}

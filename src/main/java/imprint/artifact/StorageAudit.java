package imprint.artifact;

import imprint.failure.Failure;
import imprint.storage.BlobStorage;
import imprint.storage.OpenStorages;
import imprint.storage.StoredBlob;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Compares everything that is stored with what was stored: each blob that a file points at is there
 * and has its SHA-256, each object of a storage is such a blob, and the manifests tell what holds.
 * Reads only.
 */
@ApplicationScoped
public class StorageAudit {
  private static final int PAGE = 500;

  private final AuditStore store;
  private final SweepStore known;
  private final Patrol patrol;
  private final ManifestAudit manifests;
  private final OpenStorages storages;

  StorageAudit(
      AuditStore store,
      SweepStore known,
      Patrol patrol,
      ManifestAudit manifests,
      OpenStorages storages) {
    this.store = store;
    this.known = known;
    this.patrol = patrol;
    this.manifests = manifests;
    this.storages = storages;
  }

  /** What is the matter with a blob, object or manifest. */
  public enum Kind {
    /** A file points at it and it is not there. */
    MISSING,
    /** A file points at it and its bytes are others. */
    WRONG,
    /** A manifest that tells other files than there are. */
    STALE,
    /** No file points at it; the sweep frees it in its time. */
    UNREFERENCED
  }

  /**
   * One thing that is not as it should be.
   *
   * @param size in bytes, as they were stored
   * @param key of a manifest: the digits of its name; of one that was never written none
   * @param place a file that points at it, or whose manifest it is; empty if none
   * @param detail in words, may be empty
   */
  public record Finding(
      Kind kind, String storage, UUID key, long size, String place, String detail) {}

  /**
   * All of it in numbers; {@code blobs} and {@code bytes} are what files point at. What is
   * unreferenced may be a manifest too.
   */
  public record Summary(
      long blobs,
      long bytes,
      long missing,
      long wrong,
      long unreferenced,
      long unreferencedBytes,
      ManifestSummary manifests) {
    /** Whether something is missing or not what it should be. */
    public boolean isDamaged() {
      return missing + wrong + manifests.missing() + manifests.wrong() + manifests.stale() > 0;
    }
  }

  /** The manifests that were looked at, and those that are yet to be written. */
  public record ManifestSummary(long count, long missing, long wrong, long stale, long due) {}

  /**
   * Looks at everything once.
   *
   * @param quick whether presence and size are enough
   * @throws Failure.Unavailable when a storage does not answer
   */
  public Summary run(boolean quick, Consumer<Finding> tell) {
    Count count = new Count(tell);
    UUID after = new UUID(0, 0);
    for (List<AuditStore.Kept> page = store.page(after, PAGE);
        !page.isEmpty();
        page = store.page(after, PAGE)) {
      for (AuditStore.Kept kept : page) {
        look(kept, quick, count);
      }
      after = page.getLast().blob().key();
    }
    for (BlobStorage storage : storages.all()) {
      lookForStrays(storage, count);
    }
    manifests.run(quick, count);
    return count.summary();
  }

  private void look(AuditStore.Kept kept, boolean quick, Count count) {
    Blob blob = kept.blob();
    if (kept.place().isEmpty()) {
      count.found(Kind.UNREFERENCED, blob.storage(), blob.key(), blob.size(), "", "");
      return;
    }
    count.blobs++;
    count.bytes += blob.size();
    BlobStorage storage = storages.named(blob.storage());
    Optional<String> damage = quick ? presence(blob, storage) : patrol.read(blob, storage);
    damage.ifPresent(
        detail -> {
          Kind kind = presence(blob, storage).isPresent() ? Kind.MISSING : Kind.WRONG;
          count.found(kind, blob.storage(), blob.key(), blob.size(), kept.place(), detail);
        });
  }

  /** What is wrong at a glance: the bytes are absent, or fewer. */
  private static Optional<String> presence(Blob blob, BlobStorage storage) {
    try {
      storage.read(blob.key(), blob.size(), 0).close();
      return Optional.empty();
    } catch (Failure.DataLoss loss) {
      return Optional.of(loss.text());
    } catch (java.io.IOException failed) {
      throw new Failure.Unavailable("The artifact storage cannot be read.", failed);
    }
  }

  private void lookForStrays(BlobStorage storage, Count count) {
    try (Stream<StoredBlob> held = storage.list()) {
      List<StoredBlob> some = new ArrayList<>(PAGE);
      for (Iterator<StoredBlob> all = held.iterator(); all.hasNext(); ) {
        some.add(all.next());
        if (some.size() == PAGE || !all.hasNext()) {
          Set<UUID> expected = known.known(some.stream().map(StoredBlob::key).toList());
          some.stream()
              .filter(blob -> !expected.contains(blob.key()))
              .forEach(
                  blob ->
                      count.found(
                          Kind.UNREFERENCED, storage.name(), blob.key(), blob.size(), "", "stray"));
          some.clear();
        }
      }
    }
  }

  private static final class Count implements ManifestAudit.Told {
    private final Consumer<Finding> tell;
    private long blobs;
    private long bytes;
    private long missing;
    private long wrong;
    private long unreferenced;
    private long unreferencedBytes;
    private long manifests;
    private long missingManifests;
    private long wrongManifests;
    private long staleManifests;
    private long due;

    Count(Consumer<Finding> tell) {
      this.tell = tell;
    }

    void found(Kind kind, String storage, UUID key, long size, String place, String detail) {
      switch (kind) {
        case MISSING -> missing++;
        case WRONG -> wrong++;
        case STALE -> throw new IllegalArgumentException("only manifests are stale");
        case UNREFERENCED -> {
          unreferenced++;
          unreferencedBytes += size;
        }
      }
      tell.accept(new Finding(kind, storage, key, size, place, detail));
    }

    @Override
    public void looked(boolean isDue) {
      if (isDue) {
        due++;
      } else {
        manifests++;
      }
    }

    @Override
    public void manifest(Kind kind, String storage, UUID key, long size, String of, String detail) {
      switch (kind) {
        case MISSING -> missingManifests++;
        case WRONG -> wrongManifests++;
        case STALE -> staleManifests++;
        case UNREFERENCED -> {
          unreferenced++;
          unreferencedBytes += size;
        }
      }
      tell.accept(new Finding(kind, storage, key, size, of, detail));
    }

    Summary summary() {
      return new Summary(
          blobs,
          bytes,
          missing,
          wrong,
          unreferenced,
          unreferencedBytes,
          new ManifestSummary(manifests, missingManifests, wrongManifests, staleManifests, due));
    }
  }
}

package imprint.artifact;

import imprint.sql.Database;
import imprint.storage.BlobStorage;
import imprint.storage.Leftover;
import imprint.storage.Leftovers;
import imprint.storage.OpenStorages;
import imprint.storage.StoredBlob;
import imprint.storage.StoredDocument;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Frees the bytes that nothing refers to. They are kept for a while first (setting {@code
 * imprint.sweep.grace}, an hour unless told), so that whoever reads them comes to the end. Several
 * servers may sweep at once.
 */
@ApplicationScoped
public class Sweep {
  private static final Logger LOG = Logger.getLogger(Sweep.class);
  private static final int BATCH = 200;
  private static final int LISTED = 1000;

  /** Signed URLs are valid for an hour at most, and what they began may take another. */
  private static final Duration LATEST_BODY = Duration.ofHours(2);

  /** A slow body that this server passes on in parts may take hours from one to the next. */
  private static final Duration LATEST_PART = Duration.ofHours(25);

  private final SweepStore store;
  private final ManifestStore manifests;
  private final ManifestDueStore due;
  private final OpenStorages storages;
  private final Database database;
  private final InstantSource clock;
  private final Duration grace;

  Sweep(
      SweepStore store,
      ManifestStore manifests,
      ManifestDueStore due,
      OpenStorages storages,
      Database database,
      InstantSource clock,
      @ConfigProperty(name = "imprint.sweep.grace", defaultValue = "1h") Duration grace) {
    this.store = store;
    this.manifests = manifests;
    this.due = due;
    this.storages = storages;
    this.database = database;
    this.clock = clock;
    this.grace = grace;
  }

  /** Tells what {@link #run} would free, and frees nothing. */
  public SweepReport plan() {
    SweepStore.Sum discarded = store.sum(before());
    Strays strays = new Strays(false);
    storages.all().forEach(strays::visit);
    return strays.report(discarded.count(), discarded.bytes());
  }

  /**
   * Frees what nothing refers to.
   *
   * @throws imprint.failure.Failure.Unavailable when a storage does not answer; what was freed
   *     before stays freed
   */
  public SweepReport run() {
    store.keepReferred();
    due.compact();
    long count = 0;
    long bytes = 0;
    for (List<SweepStore.Discarded> freed = freeSome(); !freed.isEmpty(); freed = freeSome()) {
      count += freed.size();
      bytes += freed.stream().mapToLong(SweepStore.Discarded::size).sum();
    }
    Strays strays = new Strays(true);
    storages.all().forEach(strays::visit);
    SweepReport report = strays.report(count, bytes);
    LOG.infof("swept: %s", report);
    return report;
  }

  /** The bytes go before the row: should this end between, the row is found and freed again. */
  private List<SweepStore.Discarded> freeSome() {
    return database.transaction(
        () -> {
          List<SweepStore.Discarded> claimed = store.claim(before(), BATCH);
          claimed.forEach(blob -> storages.named(blob.storage()).delete(blob.key()));
          store.forget(claimed.stream().map(SweepStore.Discarded::key).toList());
          return claimed;
        });
  }

  private Instant before() {
    return ago(grace);
  }

  private Instant ago(Duration age) {
    return clock.instant().minus(age);
  }

  /** What the storages hold beside the blobs that are known. */
  private final class Strays {
    private final boolean frees;
    private final Instant before = before();
    private long count;
    private long bytes;

    Strays(boolean frees) {
      this.frees = frees;
    }

    void visit(BlobStorage storage) {
      inPages(
          storage.list().filter(blob -> blob.modified().isBefore(before)),
          page -> judge(storage, page));
      inPages(
          storage.documents().list().filter(document -> document.modified().isBefore(before)),
          page -> judgeDocuments(storage, page));
      Leftovers leftovers = storage.leftovers();
      inPages(leftovers.bodies(ago(LATEST_BODY)), page -> judge(leftovers, page));
      inPages(leftovers.parts(ago(LATEST_PART)), page -> judge(leftovers, page));
    }

    private static <T> void inPages(Stream<T> all, Consumer<List<T>> judge) {
      try (all) {
        List<T> page = new ArrayList<>(LISTED);
        for (Iterator<T> each = all.iterator(); each.hasNext(); ) {
          page.add(each.next());
          if (page.size() == LISTED || !each.hasNext()) {
            judge.accept(page);
            page.clear();
          }
        }
      }
    }

    private void judge(BlobStorage storage, List<StoredBlob> some) {
      Set<UUID> known = store.known(some.stream().map(StoredBlob::key).toList());
      for (StoredBlob blob : some) {
        if (!known.contains(blob.key())) {
          count(blob.size());
          if (frees) {
            storage.delete(blob.key());
          }
        }
      }
    }

    private void judgeDocuments(BlobStorage storage, List<StoredDocument> some) {
      for (StoredDocument document : manifests.unknown(storage.name(), some)) {
        count(document.size());
        if (frees) {
          storage.documents().delete(document.key());
        }
      }
    }

    private void judge(Leftovers leftovers, List<Leftover> some) {
      Set<UUID> expected = store.expected(some.stream().map(Leftover::upload).toList());
      for (Leftover leftover : some) {
        if (!expected.contains(leftover.upload())) {
          count(leftover.size());
          if (frees) {
            leftovers.free(leftover);
          }
        }
      }
    }

    private void count(long size) {
      count++;
      bytes += size;
    }

    SweepReport report(long discardedBlobs, long discardedBytes) {
      return new SweepReport(discardedBlobs, discardedBytes, count, bytes);
    }
  }
}

package imprint.artifact;

import imprint.failure.Failure;
import imprint.sql.Database;
import imprint.storage.BlobStorage;
import imprint.storage.OpenStorages;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Documents that tell which file of a candidate, logged model or version is which blob, beside the
 * blobs, so that a storage can be read without the database. An owner of files has one in each
 * storage that keeps some of them. They are written after the changes, in the background; several
 * servers share the work.
 */
@ApplicationScoped
public class Manifests {
  private static final Logger LOG = Logger.getLogger(Manifests.class);
  private static final int BATCH = 100;
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final Duration WAIT = Duration.ofMinutes(1);

  private final ManifestDueStore due;
  private final ManifestStore store;
  private final ArtifactWalkStore walks;
  private final OpenStorages storages;
  private final Database database;
  private final InstantSource clock;
  private volatile long waiting;

  Manifests(
      ManifestDueStore due,
      ManifestStore store,
      ArtifactWalkStore walks,
      OpenStorages storages,
      Database database,
      InstantSource clock,
      MeterRegistry meters) {
    this.due = due;
    this.store = store;
    this.walks = walks;
    this.storages = storages;
    this.database = database;
    this.clock = clock;
    meters.gauge("imprint.manifests.due", this, manifests -> manifests.waiting);
  }

  /**
   * What a round did.
   *
   * @param written documents
   * @param removed documents, of owners that have no files left there
   * @param failed owners that wait for a minute, as a storage did not answer
   * @param due owners that are due after the round
   */
  public record Round(long written, long removed, long failed, long due) {}

  /** Makes all manifests due, as though every file had changed. */
  public void renew() {
    due.addAll();
  }

  /** Writes what is due until nothing is or {@code most} is over. */
  public Round write(Duration most) {
    Instant end = clock.instant().plus(most);
    Tally tally = new Tally();
    Optional<Owner> last = Optional.empty();
    for (List<Owner> some = due.due(last, BATCH); !some.isEmpty(); some = due.due(last, BATCH)) {
      for (Owner owner : some) {
        if (!clock.instant().isBefore(end) || Thread.currentThread().isInterrupted()) {
          return tally.round(count());
        }
        write(owner, tally);
      }
      last = Optional.of(some.getLast());
    }
    return tally.round(count());
  }

  private long count() {
    long now = due.count();
    waiting = now;
    return now;
  }

  /**
   * The owner is taken, and its files are read after that: what was changed by then is told, what
   * is changed later makes it due again. Should this end anywhere, it stays due.
   */
  private void write(Owner owner, Tally tally) {
    try {
      Change change =
          database.transaction(
              LONGEST, () -> due.take(owner) ? write(owner, tally.away) : Change.NONE);
      tally.written += change.written();
      tally.removed += change.removed();
    } catch (Failure.Unavailable away) {
      postpone(owner, away.text(), tally);
    } catch (RuntimeException defect) {
      LOG.errorf(defect, "the manifest of %s cannot be written", owner);
      postpone(owner, defect.toString(), tally);
    }
  }

  /** One that cannot be written must not keep the others from being written. */
  private void postpone(Owner owner, String why, Tally tally) {
    due.postpone(owner, WAIT);
    if (tally.failed++ == 0) {
      LOG.warnf("the manifest of %s waits, and perhaps others: %s", owner, why);
    }
  }

  private record Change(long written, long removed) {
    static final Change NONE = new Change(0, 0);
  }

  private Change write(Owner owner, Set<String> away) {
    Optional<ManifestSubject> subject = store.subject(owner);
    List<String> keepers = subject.isPresent() ? store.storages(owner) : List.of();
    List<Manifest> outlived =
        store.written(owner).stream().filter(old -> !keepers.contains(old.storage())).toList();
    for (String keeper : keepers) {
      unlessAway(keeper, away, storage -> store.note(write(subject.orElseThrow(), storage)));
    }
    for (Manifest old : outlived) {
      unlessAway(old.storage(), away, storage -> storage.documents().delete(old.key()));
      store.forget(old);
    }
    return new Change(keepers.size(), outlived.size());
  }

  /** Asks no storage in vain that did not answer in this round. */
  private void unlessAway(String name, Set<String> away, Consumer<BlobStorage> work) {
    if (away.contains(name)) {
      throw new Failure.Unavailable("The storage does not answer.");
    }
    try {
      work.accept(storages.named(name));
    } catch (Failure.Unavailable failed) {
      away.add(name);
      throw failed;
    }
  }

  private Manifest write(ManifestSubject subject, BlobStorage storage) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    ManifestBody body = new ManifestBody(walks, storages, subject, storage, now);
    MeasuredBody measured = new MeasuredBody(body, Expectation.NONE);
    storage.documents().replace(subject.key(), measured);
    return new Manifest(
        subject.owner(),
        storage.name(),
        subject.key().name(),
        now,
        body.files(),
        measured.size(),
        measured.sha256());
  }

  private static final class Tally {
    private final Set<String> away = new HashSet<>();
    private long written;
    private long removed;
    private long failed;

    Round round(long due) {
      return new Round(written, removed, failed, due);
    }
  }
}

package imprint.artifact;

import imprint.failure.Failure;
import imprint.storage.BlobStorage;
import imprint.storage.OpenStorages;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Reads stored bytes again and again and tells which have changed, before somebody needs them. Each
 * blob is read once in {@code imprint.patrol.period} (7 days), at no more than {@code
 * imprint.patrol.bytes-per-second} (20 MiB). Servers on one database may read a blob twice; that
 * costs time only.
 */
@ApplicationScoped
public class Patrol {
  private static final Logger LOG = Logger.getLogger(Patrol.class);
  private static final int BATCH = 50;

  private final PatrolStore store;
  private final OpenStorages storages;
  private final InstantSource clock;
  private final Duration period;
  private final long bytesPerSecond;
  private volatile long damaged;

  Patrol(
      PatrolStore store,
      OpenStorages storages,
      InstantSource clock,
      MeterRegistry meters,
      @ConfigProperty(name = "imprint.patrol.period", defaultValue = "7d") Duration period,
      @ConfigProperty(name = "imprint.patrol.bytes-per-second", defaultValue = "20971520")
          long bytesPerSecond) {
    this.store = store;
    this.storages = storages;
    this.clock = clock;
    this.period = period;
    this.bytesPerSecond = Math.max(1, bytesPerSecond);
    meters.gauge("imprint.blobs.damaged", this, patrol -> patrol.damaged);
  }

  /** What a round found. */
  public record Round(long blobs, long bytes, long damaged) {}

  /**
   * Reads blobs that are due until none is left or {@code most} is over. A storage that does not
   * answer is passed over until the next round.
   */
  public Round walk(Duration most) {
    Instant begin = clock.instant();
    Instant end = begin.plus(most);
    Tally tally = new Tally(begin);
    for (BlobStorage storage : storages.all()) {
      try {
        walk(storage, begin.minus(period), end, tally);
      } catch (Failure.Unavailable away) {
        LOG.warnf("the patrol passes over storage %s: %s", storage.name(), away.text());
      }
    }
    damaged = store.count();
    return new Round(tally.blobs, tally.bytes, tally.damaged);
  }

  private void walk(BlobStorage storage, Instant before, Instant end, Tally tally) {
    for (List<Blob> due = store.due(storage.name(), before, BATCH);
        !due.isEmpty();
        due = store.due(storage.name(), before, BATCH)) {
      for (Blob blob : due) {
        if (!clock.instant().isBefore(end) || Thread.currentThread().isInterrupted()) {
          return;
        }
        Optional<String> damage = read(blob, storage);
        store.note(blob.key(), clock.instant(), damage);
        tally.add(blob, damage.isPresent());
      }
    }
  }

  /** Reads a blob whole; what is wrong with it, if anything is. */
  Optional<String> read(Blob blob, BlobStorage storage) {
    try {
      new Content(blob, storage).writeTo(OutputStream.nullOutputStream());
      return Optional.empty();
    } catch (Failure.DataLoss loss) {
      return Optional.of(loss.text());
    } catch (IOException never) {
      throw new IllegalStateException(never);
    }
  }

  /** The damaged blobs whose key follows {@code after}, at most {@code most}. */
  public List<DamagedBlob> damaged(Optional<UUID> after, int most) {
    return store.damaged(after.orElse(new UUID(0, 0)), most);
  }

  /** Counts, and waits where reading goes faster than it may. */
  private final class Tally {
    private final Instant begin;
    private long blobs;
    private long bytes;
    private long damaged;

    Tally(Instant begin) {
      this.begin = begin;
    }

    void add(Blob blob, boolean wrong) {
      blobs++;
      bytes += blob.size();
      damaged += wrong ? 1 : 0;
      long due = bytes * 1000 / bytesPerSecond;
      long ahead = due - Duration.between(begin, clock.instant()).toMillis();
      if (ahead > 0) {
        try {
          Thread.sleep(Duration.ofMillis(ahead));
        } catch (InterruptedException stop) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }
}

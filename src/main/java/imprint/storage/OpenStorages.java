package imprint.storage;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The storages of this server, ready for bytes. Their rows are read every five seconds at most, so
 * that no upload costs a query and servers of one database soon agree; a storage is opened when it
 * is first asked for, and anew once its row was changed.
 */
@ApplicationScoped
public class OpenStorages {
  /** The name of the storage in the data folder. */
  public static final String LOCAL = "local";

  private static final Duration FRESH = Duration.ofSeconds(5);

  private final StorageRepository repository;
  private final StorageOpener opener;
  private final Map<String, Opened> open = new ConcurrentHashMap<>();
  private final ReentrantLock reading = new ReentrantLock();
  private final AtomicLong changes = new AtomicLong();
  private volatile @Nullable Known known;

  OpenStorages(StorageRepository repository, StorageOpener opener) {
    this.repository = repository;
    this.opener = opener;
  }

  private record Opened(StorageRow row, BlobStorage storage) {}

  /** All rows at a time of {@link System#nanoTime}. */
  private record Known(Map<String, StorageRow> rows, String preferred, long readAt) {}

  /** Where new blobs go. */
  public BlobStorage preferred() {
    return named(rows().preferred());
  }

  /**
   * The storage of this name, which a blob remembers.
   *
   * @throws imprint.failure.Failure.Unavailable when it cannot be opened
   */
  public BlobStorage named(String name) {
    StorageRow row = rows().rows().get(name);
    if (row == null) {
      row = read().rows().get(name); // another server may just have made it
    }
    if (row == null) {
      throw new IllegalStateException("there is no storage " + name);
    }
    return opened(row);
  }

  /** The storage of a name that a caller gives; empty when there is none. */
  public Optional<BlobStorage> find(String name) {
    return rows().rows().containsKey(name) || read().rows().containsKey(name)
        ? Optional.of(named(name))
        : Optional.empty();
  }

  /** All storages, by name. */
  public List<BlobStorage> all() {
    return rows().rows().keySet().stream().sorted().map(this::named).toList();
  }

  /**
   * Whether files may arrive past this server: some storage lets clients reach it by themselves.
   */
  public boolean mayReceiveDirectly() {
    return rows().rows().values().stream()
        .anyMatch(row -> row.kind().equals(StorageEntity.S3) && row.direct());
  }

  /** Told after rows were changed and committed. */
  void changed() {
    changes.incrementAndGet();
    known = null;
  }

  private BlobStorage opened(StorageRow row) {
    Opened found = open.get(row.name());
    if (found != null && found.row().equals(row)) {
      return found.storage();
    }
    Opened fresh =
        open.compute(
            row.name(),
            (name, old) ->
                old != null && old.row().equals(row)
                    ? old
                    : new Opened(row, opener.open(row, S3Limits.USUAL)));
    return fresh.storage();
  }

  private Known rows() {
    Known last = known;
    if (last == null) {
      return read();
    }
    if (System.nanoTime() - last.readAt() < FRESH.toNanos() || !reading.tryLock()) {
      return last;
    }
    try {
      return read();
    } finally {
      reading.unlock();
    }
  }

  private Known read() {
    long before = changes.get();
    Known read =
        QuarkusTransaction.joiningExisting()
            .call(() -> known(repository.listAll(), System.nanoTime()));
    known = read;
    if (changes.get() != before) {
      known = null; // what was read may be older than the change
    }
    return read;
  }

  private static Known known(List<StorageEntity> rows, long now) {
    return new Known(
        rows.stream()
            .map(StorageRow::of)
            .collect(Collectors.toUnmodifiableMap(StorageRow::name, Function.identity())),
        rows.stream().filter(row -> row.isDefault).map(row -> row.name).findFirst().orElse(LOCAL),
        now);
  }
}

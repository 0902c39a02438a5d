package imprint.storage;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The storages of this server, ready for bytes. One is opened when it is first asked for, and anew
 * once its row was changed.
 */
@ApplicationScoped
public class OpenStorages {
  /** The name of the storage in the data folder. */
  public static final String LOCAL = "local";

  private final StorageRepository repository;
  private final Path data;
  private final Map<String, BlobStorage> open = new ConcurrentHashMap<>();

  OpenStorages(StorageRepository repository, @ConfigProperty(name = "imprint.data") Path data) {
    this.repository = repository;
    this.data = data;
  }

  /** Where new blobs go. */
  public BlobStorage preferred() {
    return named(
        QuarkusTransaction.joiningExisting()
            .call(repository::findDefault)
            .map(row -> row.name)
            .orElse(LOCAL));
  }

  /**
   * The storage of this name, which a blob remembers.
   *
   * @throws imprint.failure.Failure.Unavailable when it cannot be opened
   */
  public BlobStorage named(String name) {
    return open.computeIfAbsent(name, this::opened);
  }

  /** All storages, by name. */
  public List<BlobStorage> all() {
    return QuarkusTransaction.joiningExisting()
        .call(() -> repository.findAll(Sort.by("name")).list())
        .stream()
        .map(row -> named(row.name))
        .toList();
  }

  private BlobStorage opened(String name) {
    StorageEntity row =
        QuarkusTransaction.joiningExisting()
            .call(() -> repository.findByName(name))
            .orElseThrow(() -> new IllegalStateException("there is no storage " + name));
    return new FolderStorage(
        row.name, row.folder == null ? data.resolve("blobs") : Path.of(row.folder));
  }
}

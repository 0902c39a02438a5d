package imprint.artifact;

import imprint.failure.Failure;
import imprint.project.Scope;
import imprint.storage.OpenStorages;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Gives an owner the files of another as they are at this moment: both point at the same bytes, and
 * what becomes of the other's names afterwards changes nothing.
 */
@ApplicationScoped
public class Pins {
  /** Files that can be pinned at once. */
  public static final int MOST_FILES = 200_000;

  private final ReadPlaces readers;
  private final PinStore store;
  private final OpenStorages storages;

  Pins(ReadPlaces readers, PinStore store, OpenStorages storages) {
    this.readers = readers;
    this.store = store;
    this.storages = storages;
  }

  /**
   * What was pinned.
   *
   * @param digest hex SHA-256 of the lines {@code <hex SHA-256> <path>\n} in the order of the bytes
   *     of the paths
   */
  public record Pinned(int count, long bytes, String digest) {}

  /**
   * Pins a file, or all files below a folder, for a version. Runs in the caller's transaction.
   *
   * @param version the number of the version's row; it owns no files yet
   * @param copies of {@link Copies}: bytes that the version is to own instead of others
   * @return empty when there is no such file and no such folder
   */
  public Optional<Pinned> pin(
      Scope scope, ArtifactPath from, long version, Map<UUID, UUID> copies) {
    Place place = readers.locate(scope, from);
    Owner owner = new Owner(OwnerKind.VERSION, version);
    if (store.pin(scope, place, owner, copies, MOST_FILES + 1) > MOST_FILES) {
      throw new Failure.Refused(
          "'"
              + Failure.echo(from.text())
              + "' holds more than "
              + MOST_FILES
              + " files and cannot become a version.");
    }
    return store.snapshot(new Place(owner, ArtifactPath.ROOT));
  }

  /**
   * What would be pinned now.
   *
   * @return empty when there is no such file and no such folder
   */
  public Optional<Pinned> snapshot(Scope scope, ArtifactPath from) {
    return store.snapshot(readers.locate(scope, from));
  }

  /** A file below a folder that may be pinned. */
  public record Named(String path, long size, String sha256) {}

  /**
   * The files that would be pinned, by the bytes of their paths, from the one after {@code after}
   * on.
   */
  public List<Named> files(Scope scope, ArtifactPath from, String after, int most) {
    return store.files(readers.locate(scope, from), after, most);
  }

  /** The files of a version by the bytes of their paths, from the one after {@code after} on. */
  public List<Named> files(long version, String after, int most) {
    return store.files(new Owner(OwnerKind.VERSION, version), after, most);
  }

  /** The SHA-256 of those of these files that a version has, in hex. */
  public Map<String, String> digests(long version, List<String> paths) {
    return store.digests(new Owner(OwnerKind.VERSION, version), paths);
  }

  /** A file of a version. */
  public Optional<Content> find(long version, ArtifactPath path) {
    return store
        .find(new Owner(OwnerKind.VERSION, version), path)
        .map(blob -> new Content(blob, storages.named(blob.storage())));
  }
}

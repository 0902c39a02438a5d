package imprint.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;

import imprint.failure.Failure;
import imprint.project.Scope;
import imprint.sql.Database;
import imprint.storage.BlobStorage;
import imprint.storage.OpenStorages;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.InputStream;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * What can be done with artifacts. Paths are those of this server's own artifact space, {@code
 * mlflow-artifacts:/}, within the caller's project: below the root of a candidate or logged model
 * they name its files, elsewhere files of the project itself.
 */
@ApplicationScoped
public class Artifacts {
  /** What the URI of everything that this server keeps begins with. */
  static final String OWN_URI = "mlflow-artifacts:/";

  /** Entries of a folder that is still listed whole. */
  static final int MOST_ENTRIES = 200_000;

  /**
   * Up to so many entries, a folder is listed from child to child, whatever lies below them; more
   * are read with all that lies below, which costs less for each.
   */
  private static final int FEW_ENTRIES = 100;

  private static final Comparator<Entry> BY_NAME =
      Comparator.comparing(entry -> entry.name().getBytes(UTF_8), Arrays::compareUnsigned);

  private final OwnerStore owners;
  private final ArtifactStore store;
  private final OpenStorages storages;
  private final Database database;
  private final InstantSource clock;
  private final ReadPlaces readers;
  private final FolderPageStore pages;

  Artifacts(
      OwnerStore owners,
      ArtifactStore store,
      OpenStorages storages,
      Database database,
      InstantSource clock,
      ReadPlaces readers,
      FolderPageStore pages) {
    this.owners = owners;
    this.store = store;
    this.storages = storages;
    this.database = database;
    this.clock = clock;
    this.readers = readers;
    this.pages = pages;
  }

  /**
   * The path of a root that is given as a URI, such as a candidate's {@code artifact_uri}. Fails
   * for one that this server does not keep, which clients reach by themselves.
   */
  public static ArtifactPath ofUri(String uri) {
    if (!uri.startsWith(OWN_URI) || uri.startsWith(OWN_URI + "/")) {
      throw new Failure.Refused(
          "The artifacts at '" + Failure.echo(uri) + "' are not kept by this server.");
    }
    return ArtifactPath.ofFolder(uri.substring(OWN_URI.length()));
  }

  /**
   * Keeps a file, in the place of an older one. Once this returns, the bytes and the name survive
   * the loss of power; when it fails, or while it runs, whoever reads finds what was there before.
   *
   * @throws Failure.Invalid when the body is cut off, or not what the sender announced
   * @throws Failure.Refused when the path is a folder, or leads through a file
   */
  public void put(Scope scope, ArtifactPath path, InputStream body, Expectation expected) {
    Place place = owners.locate(scope, path);
    place.owner().requireChangeable();
    if (place.path().isRoot()) {
      throw isFolder(path);
    }
    BlobStorage storage = storages.preferred();
    UUID key = UUID.randomUUID();
    MeasuredBody measured = new MeasuredBody(body, expected);
    storage.write(key, measured);
    Blob blob =
        new Blob(
            key,
            storage.name(),
            measured.size(),
            measured.sha256(),
            clock.instant().truncatedTo(ChronoUnit.MICROS));
    // When this throws, the row may be committed all the same, so the bytes stay for the sweep to
    // judge.
    ArtifactStore.Outcome outcome = database.transaction(() -> store.put(scope, place, blob));
    if (outcome != ArtifactStore.Outcome.KEPT) {
      storage.delete(key);
    }
    requireKept(outcome, path);
  }

  static void requireKept(ArtifactStore.Outcome outcome, ArtifactPath path) {
    switch (outcome) {
      case KEPT -> {}
      case IS_A_FOLDER -> throw isFolder(path);
      case UNDER_A_FILE ->
          throw new Failure.Refused(
              "Invalid path: a folder of '" + Failure.echo(path.text()) + "' is a file");
    }
  }

  /**
   * The content of a file.
   *
   * @throws Failure.Missing when there is no such file
   * @throws Failure.Refused when it is a folder
   */
  public Content get(Scope scope, ArtifactPath path) {
    Place place = readers.locate(scope, path);
    return store
        .find(place)
        .map(blob -> new Content(blob, storages.named(blob.storage()), place.owner()))
        .orElseThrow(
            () ->
                place.path().isRoot() || store.isFolder(place)
                    ? isFolder(path)
                    : new Failure.Missing("No such artifact: '" + Failure.echo(path.text()) + "'"));
  }

  /**
   * The direct children of a folder, by the bytes of their names; none for a file or for what does
   * not exist.
   *
   * @throws Failure.Refused when there are more than 200,000
   */
  public List<Entry> list(Scope scope, ArtifactPath folder) {
    Place place = readers.locate(scope, folder);
    List<Entry> first = pages.page(place, place.from(), FEW_ENTRIES + 1);
    if (first.size() <= FEW_ENTRIES) {
      return first.stream().sorted(BY_NAME).toList();
    }
    List<Entry> entries = store.list(place, MOST_ENTRIES + 1);
    if (entries.size() > MOST_ENTRIES) {
      throw new Failure.Refused(
          "The folder '"
              + Failure.echo(folder.text())
              + "' holds more than "
              + MOST_ENTRIES
              + " entries and cannot be listed whole.");
    }
    return entries;
  }

  /**
   * Deletes a file or all below a folder; nothing there is no error. What is deleted belongs to one
   * owner: a path above the roots of candidates and logged models touches none of their files.
   */
  public void delete(Scope scope, ArtifactPath path) {
    if (path.isRoot()) {
      throw new Failure.Invalid("path", "Invalid path: all artifacts cannot be deleted at once");
    }
    Place place = owners.locate(scope, path);
    place.owner().requireChangeable();
    store.delete(place, clock.instant());
  }

  static Failure.Refused isFolder(ArtifactPath path) {
    return new Failure.Refused(
        "Artifact path refers to a directory, not a file: '" + Failure.echo(path.text()) + "'");
  }
}

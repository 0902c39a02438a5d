package imprint.artifact;

import imprint.failure.Failure;
import imprint.storage.BlobStorage;
import imprint.storage.OpenStorages;
import imprint.storage.StoredDocument;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Compares the manifests of all storages with what was written and with what they should tell. What
 * is yet to be written is passed over.
 */
@ApplicationScoped
class ManifestAudit {
  private static final int PAGE = 500;
  private static final int WORD = 16;

  private final ManifestAuditStore audit;
  private final ManifestStore store;
  private final ManifestDueStore due;
  private final ArtifactWalkStore walks;
  private final OpenStorages storages;

  ManifestAudit(
      ManifestAuditStore audit,
      ManifestStore store,
      ManifestDueStore due,
      ArtifactWalkStore walks,
      OpenStorages storages) {
    this.audit = audit;
    this.store = store;
    this.due = due;
    this.walks = walks;
    this.storages = storages;
  }

  /** What is told of the manifests, one by one. */
  interface Told {
    /** One was looked at, or is yet to be written. */
    void looked(boolean isDue);

    /** Something is the matter with one. */
    void manifest(
        StorageAudit.Kind kind, String storage, UUID key, long size, String of, String detail);
  }

  /** What is the matter with a manifest. */
  private record Fault(StorageAudit.Kind kind, String detail) {}

  /**
   * Looks at all of them.
   *
   * @param quick whether presence and size are enough
   */
  void run(boolean quick, Told told) {
    Optional<Owner> last = Optional.empty();
    for (List<ManifestAuditStore.Expected> page = audit.page(last, PAGE);
        !page.isEmpty();
        page = audit.page(last, PAGE)) {
      for (ManifestAuditStore.Expected expected : page) {
        look(expected, quick, told);
      }
      last = Optional.of(page.getLast().owner());
    }
    for (BlobStorage storage : storages.all()) {
      lookForStrays(storage, told);
    }
  }

  private void look(ManifestAuditStore.Expected expected, boolean quick, Told told) {
    if (expected.isDue()) {
      told.looked(true);
      return;
    }
    Optional<Fault> fault = fault(expected, quick);
    // A server at work may just have written it anew.
    boolean changed = fault.isPresent() && hasChanged(expected);
    told.looked(changed);
    if (changed) {
      return;
    }
    Manifest manifest = expected.manifest();
    fault.ifPresent(
        one ->
            told.manifest(
                one.kind(),
                expected.storage(),
                manifest == null ? new UUID(0, 0) : uuid(manifest.name()),
                manifest == null ? 0 : manifest.size(),
                "manifest of " + expected.owner().kind().column() + " " + expected.identity(),
                one.detail()));
  }

  private boolean hasChanged(ManifestAuditStore.Expected expected) {
    return due.isDue(expected.owner())
        || !store.written(expected.owner()).stream()
            .filter(now -> now.storage().equals(expected.storage()))
            .findFirst()
            .equals(Optional.ofNullable(expected.manifest()));
  }

  private Optional<Fault> fault(ManifestAuditStore.Expected expected, boolean quick) {
    Manifest manifest = expected.manifest();
    if (manifest == null) {
      return Optional.of(new Fault(StorageAudit.Kind.MISSING, "It was never written."));
    }
    if (!expected.keepsFiles()) {
      return Optional.of(
          new Fault(StorageAudit.Kind.STALE, "The storage keeps no files of it any more."));
    }
    BlobStorage storage = storages.named(expected.storage());
    OptionalLong size = storage.documents().size(manifest.key());
    if (size.isEmpty()) {
      return Optional.of(new Fault(StorageAudit.Kind.MISSING, "The document is missing."));
    }
    if (size.getAsLong() != manifest.size()
        || (!quick
            && !digest(storage.documents().read(manifest.key())).equals(manifest.sha256()))) {
      return Optional.of(new Fault(StorageAudit.Kind.WRONG, "The document has changed."));
    }
    return quick || digest(anew(manifest, storage)).equals(manifest.sha256())
        ? Optional.empty()
        : Optional.of(
            new Fault(StorageAudit.Kind.STALE, "It tells other files than there are now."));
  }

  /** The bytes that the manifest would have, had it been written of what holds now. */
  private InputStream anew(Manifest manifest, BlobStorage storage) {
    return store
        .subject(manifest.owner())
        .<InputStream>map(
            subject -> new ManifestBody(walks, storages, subject, storage, manifest.written()))
        .orElseGet(InputStream::nullInputStream);
  }

  private static String digest(InputStream bytes) {
    try (MeasuredBody measured = new MeasuredBody(bytes, Expectation.NONE)) {
      measured.transferTo(OutputStream.nullOutputStream());
      bytes.close();
      return measured.sha256();
    } catch (IOException failed) {
      throw new Failure.Unavailable("The artifact storage cannot be read.", failed);
    }
  }

  private void lookForStrays(BlobStorage storage, Told told) {
    try (Stream<StoredDocument> held = storage.documents().list()) {
      List<StoredDocument> some = new ArrayList<>(PAGE);
      for (Iterator<StoredDocument> all = held.iterator(); all.hasNext(); ) {
        some.add(all.next());
        if (some.size() == PAGE || !all.hasNext()) {
          for (StoredDocument stray : store.unknown(storage.name(), some)) {
            told.manifest(
                StorageAudit.Kind.UNREFERENCED,
                storage.name(),
                uuid(stray.key().name()),
                stray.size(),
                "",
                "stray " + stray.key().path());
          }
          some.clear();
        }
      }
    }
  }

  /** The 32 digits of a name as a key is written. */
  private static UUID uuid(String name) {
    return new UUID(
        Long.parseUnsignedLong(name.substring(0, WORD), WORD),
        Long.parseUnsignedLong(name.substring(WORD), WORD));
  }
}

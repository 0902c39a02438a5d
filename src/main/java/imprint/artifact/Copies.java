package imprint.artifact;

import imprint.failure.Failure;
import imprint.project.Scope;
import imprint.storage.BlobStorage;
import imprint.storage.OpenStorages;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Copies the bytes of files to another storage, verified, before they are pinned there. */
@ApplicationScoped
public class Copies {
  private static final int PAGE = 1_000;

  private final ReadPlaces readers;
  private final CopyStore store;
  private final OpenStorages storages;
  private final InstantSource clock;

  Copies(ReadPlaces readers, CopyStore store, OpenStorages storages, InstantSource clock) {
    this.readers = readers;
    this.store = store;
    this.storages = storages;
    this.clock = clock;
  }

  /**
   * Copies a file, or all files below a folder, that a storage does not hold yet. Copies that
   * nobody pins are freed by the sweep.
   *
   * @param storage the name of the storage
   * @return the key of each copy by the key of what was copied
   * @throws Failure.Invalid when there is no such storage
   * @throws Failure.DataLoss when stored bytes are not those that were stored
   */
  public Map<UUID, UUID> copy(Scope scope, ArtifactPath from, String storage) {
    BlobStorage target =
        storages
            .find(storage)
            .orElseThrow(
                () ->
                    new Failure.Invalid(
                        "copy_to", "There is no storage '" + Failure.echo(storage) + "'."));
    Place place = readers.locate(scope, from);
    Map<UUID, UUID> copies = new HashMap<>();
    UUID after = new UUID(0, 0);
    while (true) {
      List<Blob> page = store.elsewhere(place, target.name(), after, PAGE);
      List<Blob> copied = new ArrayList<>(page.size());
      for (Blob blob : page) {
        Blob copy = copy(blob, target);
        copied.add(copy);
        copies.put(blob.key(), copy.key());
      }
      store.keep(copied);
      if (page.size() < PAGE) {
        return copies;
      }
      after = page.getLast().key();
    }
  }

  private Blob copy(Blob blob, BlobStorage target) {
    Content content = new Content(blob, storages.named(blob.storage()));
    UUID key = UUID.randomUUID();
    MeasuredBody measured = new MeasuredBody(content.open(0, blob.size()), Expectation.NONE);
    target.write(key, measured);
    if (!measured.sha256().equals(blob.sha256())) {
      target.delete(key);
      throw new Failure.DataLoss("The stored bytes of a file have changed; it was not copied.");
    }
    return new Blob(
        key,
        target.name(),
        blob.size(),
        blob.sha256(),
        clock.instant().truncatedTo(ChronoUnit.MICROS));
  }
}

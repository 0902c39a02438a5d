package imprint.storage;

import imprint.failure.Failure;
import imprint.sql.Database;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** What can be done with the storages of this server. */
@ApplicationScoped
public class Storages {
  private final StorageRepository repository;
  private final StorageStore store;
  private final OpenStorages open;
  private final StorageOpener opener;
  private final StorageCheck check;
  private final Sealing sealing;
  private final Database database;
  private final InstantSource clock;
  private final Optional<String> configuredDefault;

  Storages(
      StorageRepository repository,
      StorageStore store,
      OpenStorages open,
      StorageOpener opener,
      StorageCheck check,
      Sealing sealing,
      Database database,
      InstantSource clock,
      @ConfigProperty(name = ConfiguredStorages.DEFAULT) Optional<String> configuredDefault) {
    this.repository = repository;
    this.store = store;
    this.open = open;
    this.opener = opener;
    this.check = check;
    this.sealing = sealing;
    this.database = database;
    this.clock = clock;
    this.configuredDefault = configuredDefault;
  }

  /** A storage and what its check found that hampers some clients. */
  public record Checked(Storage storage, List<String> warnings) {}

  /** All storages, by name. */
  public List<Storage> list() {
    return database.transaction(
        () -> repository.listAll(Sort.by("name")).stream().map(Storage::of).toList());
  }

  /**
   * One storage.
   *
   * @throws Failure.Missing when there is none of this name
   */
  public Storage get(String name) {
    return database.transaction(() -> Storage.of(row(name)));
  }

  /**
   * Adds a storage. Nothing is said to it until it is checked or used.
   *
   * @param kind {@link Storage#FOLDER} or {@link Storage#S3}
   * @throws Failure.Invalid when a value breaks a rule, or the place is another storage's
   * @throws Failure.Taken when the name is in use
   */
  public Storage create(String name, String kind, StorageChange values) {
    StorageRules.requireName(name);
    StorageRules.requireKind(kind);
    database.transaction(
        () -> {
          store.lock();
          if (repository.findByName(name).isPresent()) {
            throw new Failure.Taken("There is a storage '" + name + "' already.");
          }
          StorageEntity row = new StorageEntity();
          row.name = name;
          row.kind = kind;
          StorageRules.apply(row, values, sealing);
          StorageRules.require(row, repository.listAll(), opener.data());
          repository.persistAndFlush(row);
          // a caller's transaction goes on with this object, which lacks what the database filled
          // in
          repository.getEntityManager().refresh(row);
          return row;
        });
    open.changed();
    return get(name);
  }

  /**
   * Changes a storage, which is unchecked then. Where it is (bucket, prefix, folder) may change
   * only while it is empty: files are not moved.
   *
   * @throws Failure.Invalid when a value breaks a rule, or the place is another storage's
   * @throws Failure.Refused when the configuration sets it, or it would lose its files
   */
  public Storage change(String name, StorageChange values) {
    database.transaction(
        () -> {
          store.lock();
          StorageEntity row = changeable(name);
          if (name.equals(OpenStorages.LOCAL) && values.folder() != null) {
            throw new Failure.Refused("The storage 'local' is always in the data folder.");
          }
          List<StorageEntity> others =
              repository.listAll().stream().filter(other -> !other.name.equals(name)).toList();
          StorageRow before = StorageRow.of(row);
          StorageRules.apply(row, values, sealing);
          StorageRules.require(row, others, opener.data());
          requireFiles(before, row);
          row.checkedAt = null;
          row.checkError = null;
          return row;
        });
    open.changed();
    return get(name);
  }

  /** Fails when a change would leave the files of a storage behind. */
  void requireFiles(StorageRow before, StorageEntity after) {
    boolean samePlace =
        Objects.equals(before.folder(), after.folder)
            && Objects.equals(before.bucket(), after.bucket)
            && before.prefix().equals(after.prefix);
    if (samePlace) {
      return;
    }
    StorageStore.Use use = store.use(before.name());
    if (!use.isNone()) {
      throw new Failure.Refused(
          "The storage '"
              + before.name()
              + "' keeps "
              + use.text()
              + "; its bucket, prefix or folder can change only while it is empty.");
    }
  }

  /**
   * Lets new blobs go to a storage, once a check of it succeeded.
   *
   * @throws Failure.Refused when the check failed, or the configuration names the default
   */
  public Storage makeDefault(String name) {
    if (configuredDefault.isPresent()) {
      throw new Failure.Refused(
          "The default storage is set by the configuration (" + ConfiguredStorages.DEFAULT + ").");
    }
    Checked checked = check(name, null);
    if (checked.storage().state() != Storage.State.OK) {
      throw new Failure.Refused(
          "The storage '" + name + "' cannot become the default: " + checked.storage().error());
    }
    database.transaction(
        () -> {
          store.lock();
          StorageEntity row = row(name);
          prefer(row);
          return row;
        });
    open.changed();
    return get(name);
  }

  /** Marks the one default; runs in the caller's transaction, which has the lock. */
  void prefer(StorageEntity row) {
    repository.findDefault().ifPresent(old -> old.isDefault = false);
    repository.flush(); // no two rows may be marked, not even for a moment
    row.isDefault = true;
  }

  /**
   * Removes a storage that is empty.
   *
   * @throws Failure.Refused when it holds files or uploads, is the default or {@code local}, or the
   *     configuration sets it
   */
  public void remove(String name) {
    database.transaction(
        () -> {
          store.lock();
          StorageEntity row = changeable(name);
          if (name.equals(OpenStorages.LOCAL)) {
            throw new Failure.Refused("The storage 'local' cannot be removed.");
          }
          if (row.isDefault) {
            throw new Failure.Refused(
                "The storage '" + name + "' is the default; make another one the default first.");
          }
          StorageStore.Use use = store.use(name);
          if (!use.isNone()) {
            throw new Failure.Refused(
                "The storage '" + name + "' cannot be removed: it keeps " + use.text() + ".");
          }
          store.remove(name);
          return name;
        });
    open.changed();
  }

  /**
   * Tries a storage out and keeps how that ended.
   *
   * @param origin of the web pages that send browsers to it; null when it is not known
   */
  public Checked check(String name, @Nullable String origin) {
    StorageRow checked = database.transaction(() -> StorageRow.of(row(name)));
    StorageCheck.Outcome outcome = check.run(checked, origin);
    database.transaction(
        () -> {
          store.lock();
          StorageEntity row = row(name);
          if (StorageRow.of(row).equals(checked)) { // else the outcome is that of older values
            row.checkedAt = clock.instant().truncatedTo(ChronoUnit.MICROS);
            row.checkError = outcome.error();
          }
          return row;
        });
    return new Checked(get(name), outcome.warnings());
  }

  private StorageEntity row(String name) {
    return repository
        .findByName(name)
        .orElseThrow(
            () -> new Failure.Missing("There is no storage '" + Failure.echo(name) + "'."));
  }

  private StorageEntity changeable(String name) {
    StorageEntity row = row(name);
    if (row.configured) {
      throw new Failure.Refused(
          "The storage '"
              + name
              + "' is set by the configuration (imprint.storages."
              + name
              + ").");
    }
    return row;
  }
}

package imprint.storage;

import imprint.failure.Failure;
import imprint.failure.WrongSettingException;
import imprint.secret.ServerKey;
import imprint.sql.Database;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Makes the storages of the configuration rows at each start. They cannot be changed otherwise; one
 * that the configuration names no more stays, and can.
 */
@ApplicationScoped
class ConfiguredStorages {
  /** The setting that names the default storage. */
  static final String DEFAULT = "imprint.default-storage";

  private final StorageSettings settings;
  private final Optional<String> preferred;
  private final ServerKey serverKey;
  private final StorageRepository repository;
  private final StorageStore store;
  private final Storages storages;
  private final StorageOpener opener;
  private final OpenStorages open;
  private final Sealing sealing;
  private final Database database;
  private final boolean before;
  private final boolean visiting;

  /**
   * The storages of a configuration.
   *
   * @param before the setting {@code imprint.storages-configured}: the launcher says {@code false}
   *     when it saw that no row of the database comes from a configuration
   * @param visiting the setting {@code imprint.visiting}: a command looks at the database of a
   *     server, whose configuration is not its own
   */
  ConfiguredStorages(
      StorageSettings settings,
      @ConfigProperty(name = DEFAULT) Optional<String> preferred,
      ServerKey serverKey,
      StorageRepository repository,
      StorageStore store,
      Storages storages,
      StorageOpener opener,
      OpenStorages open,
      Sealing sealing,
      Database database,
      @ConfigProperty(name = "imprint.storages-configured", defaultValue = "true") boolean before,
      @ConfigProperty(name = "imprint.visiting", defaultValue = "false") boolean visiting) {
    this.settings = settings;
    this.preferred = preferred;
    this.serverKey = serverKey;
    this.repository = repository;
    this.store = store;
    this.storages = storages;
    this.opener = opener;
    this.open = open;
    this.sealing = sealing;
    this.database = database;
    this.before = before;
    this.visiting = visiting;
  }

  void start(@Observes StartupEvent start) {
    if (visiting) {
      return;
    }
    serverKey.require();
    Map<String, StorageSettings.Place> places = settings.byName();
    // mostly there are none, and each start would wait for the first connection and query
    if (!places.isEmpty() || preferred.isPresent() || before) {
      apply(places, preferred);
    }
  }

  /**
   * Brings the rows in line with a configuration.
   *
   * @throws WrongSettingException one line that says what is wrong with it
   */
  void apply(Map<String, StorageSettings.Place> places, Optional<String> preferred) {
    database.transaction(
        () -> {
          store.lock();
          repository.list("configured", true).forEach(row -> row.configured = false);
          places.forEach(this::apply);
          preferred.ifPresent(this::prefer);
          return "";
        });
    open.changed();
  }

  private void apply(String name, StorageSettings.Place place) {
    try {
      if (name.equals(OpenStorages.LOCAL)) {
        throw new Failure.Invalid("name", "'local' is the data folder and cannot be configured.");
      }
      StorageRules.requireName(name);
      StorageRules.requireKind(place.kind());
      StorageEntity row =
          repository
              .findByName(name)
              .map(
                  found -> {
                    requireSameKind(found, place.kind());
                    return found;
                  })
              .orElseGet(() -> made(name, place.kind()));
      StorageRow before = StorageRow.of(row);
      StorageRules.apply(row, change(place), sealing);
      List<StorageEntity> others =
          repository.listAll().stream().filter(other -> !other.name.equals(name)).toList();
      StorageRules.require(row, others, opener.data());
      row.configured = true;
      if (row.id == null) {
        repository.persist(row);
      } else {
        storages.requireFiles(before, row);
      }
      if (!StorageRow.of(row).equals(before)) {
        row.checkedAt = null;
        row.checkError = null;
      }
    } catch (Failure wrong) {
      throw new WrongSettingException(
          "The storage of the configuration imprint.storages." + name + ": " + wrong.text(), wrong);
    }
  }

  private static void requireSameKind(StorageEntity row, String kind) {
    if (!row.kind.equals(kind)) {
      throw new Failure.Refused(
          "There is one of this name already, of the kind '"
              + row.kind
              + "', which never changes.");
    }
  }

  private static StorageEntity made(String name, String kind) {
    StorageEntity row = new StorageEntity();
    row.name = name;
    row.kind = kind;
    return row;
  }

  /** What a configuration does not say is the default, not what it said once. */
  private static StorageChange change(StorageSettings.Place place) {
    boolean bucket = place.kind().equals(StorageEntity.S3);
    return new StorageChange(
        place.folder().orElse(null),
        place.endpoint().orElse(null),
        place.region().orElse(""),
        place.bucket().orElse(null),
        place.prefix().orElse(""),
        place.accessKey().orElse(""),
        place.secretKey().orElse(null),
        place.allowHttp().orElse(bucket ? false : null),
        place.direct().orElse(bucket ? true : null));
  }

  private void prefer(String name) {
    StorageEntity row =
        repository
            .findByName(name)
            .orElseThrow(
                () ->
                    new WrongSettingException(
                        "The setting " + DEFAULT + " names '" + name + "', which is no storage."));
    storages.prefer(row);
  }
}

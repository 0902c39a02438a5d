package imprint.attestation;

import imprint.failure.Failure;
import imprint.failure.WrongSettingException;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The key that this server signs with, and all public ones that it or another server of the same
 * database ever did: whoever changes the key keeps what the old one signed verifiable.
 */
@ApplicationScoped
public class SigningKeys {
  private static final Logger LOG = Logger.getLogger(SigningKeys.class);
  private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");

  private final SigningKeySource source;
  private final SigningKeyStore store;
  private final ReentrantLock loading = new ReentrantLock();
  private volatile @Nullable SigningKey key;

  SigningKeys(
      SigningSettings settings,
      @ConfigProperty(name = "imprint.data") Path data,
      SigningKeyStore store) {
    this.source = new SigningKeySource(settings, data);
    this.store = store;
  }

  /**
   * Learns at the start what the operator has to know. A key that the server made earlier is read
   * when it is first used, which saves every other start the time.
   *
   * @throws WrongSettingException when the configured key is none
   */
  void start(@Observes StartupEvent start) {
    if (source.isConfigured() || !Files.exists(source.keptFile())) {
      current();
    }
  }

  /** The key of this server. Its public half is recorded when this returns. */
  public SigningKey current() {
    SigningKey loaded = key;
    return loaded == null ? load() : loaded;
  }

  private SigningKey load() {
    loading.lock();
    try {
      SigningKey loaded = key;
      if (loaded == null) {
        loaded = source.find().orElseGet(this::make);
        store.keep(loaded.verification());
        key = loaded;
      }
      return loaded;
    } finally {
      loading.unlock();
    }
  }

  private SigningKey make() {
    SigningKey made = source.make();
    LOG.infof(
        "made the key that attestations are signed with, %s; keep a copy of %s",
        made.verification().id(), source.keptFile());
    return made;
  }

  /** All keys, the newest first. */
  public List<RecordedKey> list() {
    String current = current().verification().id();
    return store.list().stream().map(row -> recorded(row, current)).toList();
  }

  /**
   * The key of this id.
   *
   * @throws Failure.Missing when there is none
   */
  public RecordedKey get(String id) {
    String current = current().verification().id();
    return Optional.of(id)
        .filter(text -> ID.matcher(text).matches())
        .flatMap(store::find)
        .map(row -> recorded(row, current))
        .orElseThrow(
            () -> new Failure.Missing("There is no signing key '" + Failure.echo(id) + "'."));
  }

  private static RecordedKey recorded(SigningKeyStore.Row row, String current) {
    return new RecordedKey(row.id(), row.pem(), row.createdAt(), row.id().equals(current));
  }
}

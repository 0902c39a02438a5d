package imprint.attestation;

import imprint.failure.WrongSettingException;
import imprint.secret.SecretFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where the private key comes from: the configuration, else {@code <data>/secret/signing-key.pem},
 * which is made when it is not there. What is wrong with a key is told in one line that shows
 * nothing of it.
 */
final class SigningKeySource {
  private static final String KEY_FILE = "imprint.signing.key-file (IMPRINT_SIGNING_KEY_FILE)";
  private static final String KEYSTORE = "imprint.signing.keystore (IMPRINT_SIGNING_KEYSTORE)";
  private static final String ALIAS =
      "imprint.signing.keystore-alias (IMPRINT_SIGNING_KEYSTORE_ALIAS)";
  private static final String REMEDY =
      "; make one: openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key.pem";

  private final SigningSettings settings;
  private final SecretFile kept;

  SigningKeySource(SigningSettings settings, Path data) {
    this.settings = settings;
    this.kept = new SecretFile(data.resolve("secret/signing-key.pem"));
  }

  /** Whether the operator chose a key. */
  boolean isConfigured() {
    return settings.keyFile().isPresent() || settings.keystore().isPresent();
  }

  /** Where the server's own key is kept, whether or not it is there. */
  Path keptFile() {
    return kept.path();
  }

  /**
   * The key, if there is one.
   *
   * @throws WrongSettingException when there is something else instead
   */
  Optional<SigningKey> find() {
    if (settings.keyFile().isPresent() && settings.keystore().isPresent()) {
      throw new WrongSettingException(
          "The settings " + KEY_FILE + " and " + KEYSTORE + " are both there; keep one of them.");
    }
    if (settings.keyFile().isPresent()) {
      Path file = settings.keyFile().get();
      return Optional.of(ofPem("The setting " + KEY_FILE + " names " + file, text(file)));
    }
    if (settings.keystore().isPresent()) {
      return Optional.of(ofKeystore(settings.keystore().get()));
    }
    try {
      return kept.read().map(text -> ofPem("The server's signing key is " + kept.path(), text));
    } catch (IOException failed) {
      throw unreadable("The server's signing key is " + kept.path(), failed);
    }
  }

  /** Makes the server's own key. */
  SigningKey make() {
    SigningKey made = SigningKey.random();
    try {
      kept.write(made.secretPem());
    } catch (IOException failed) {
      throw new WrongSettingException(
          "The server's signing key cannot be kept in " + kept.path() + ": " + failed, failed);
    }
    return made;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failed) {
      throw unreadable("The setting " + KEY_FILE + " names " + file, failed);
    }
  }

  private static SigningKey ofPem(String where, String text) {
    List<Pem.Block> blocks = Pem.blocks(text);
    for (Pem.Block block : blocks) {
      if (block.label().equals(SigningKey.LABEL)) {
        return ofPkcs8(where, block.der());
      }
    }
    for (Pem.Block block : blocks) {
      if (block.label().endsWith(SigningKey.LABEL)) {
        throw new WrongSettingException(
            where
                + ", which holds "
                + block.label()
                + " and not the PRIVATE KEY of PKCS#8 without encryption; convert it:"
                + " openssl pkcs8 -topk8 -nocrypt -in old.pem -out key.pem");
      }
    }
    throw new WrongSettingException(where + ", which holds no private key in PEM" + REMEDY);
  }

  private static SigningKey ofPkcs8(String where, byte[] der) {
    try {
      if (KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der))
          instanceof ECPrivateKey key) {
        return new SigningKey(key);
      }
    } catch (GeneralSecurityException ofAnotherKind) {
      // told below, as its message may speak of what is secret
    }
    throw new WrongSettingException(where + ", which holds no key of the curve P-256" + REMEDY);
  }

  private SigningKey ofKeystore(Path file) {
    String where = "The setting " + KEYSTORE + " names " + file;
    char[] password =
        settings
            .keystorePassword()
            .orElseThrow(
                () ->
                    new WrongSettingException(
                        where
                            + " without imprint.signing.keystore-password"
                            + " (IMPRINT_SIGNING_KEYSTORE_PASSWORD)."))
            .toCharArray();
    try (InputStream bytes = Files.newInputStream(file)) {
      KeyStore keystore = KeyStore.getInstance("PKCS12");
      keystore.load(bytes, password);
      Key key = keystore.getKey(alias(where, keystore), password);
      if (key instanceof ECPrivateKey ec) {
        return new SigningKey(ec);
      }
    } catch (IOException failed) {
      if (Files.isReadable(file)) {
        throw new WrongSettingException(
            where + ", which is no PKCS#12 file or has another password.");
      }
      throw unreadable(where, failed);
    } catch (GeneralSecurityException ofAnotherKind) {
      // told below, as its message may speak of what is secret
    }
    throw new WrongSettingException(where + ", whose key is not of the curve P-256.");
  }

  private String alias(String where, KeyStore keystore) throws GeneralSecurityException {
    List<String> keys = new ArrayList<>();
    for (String alias : Collections.list(keystore.aliases())) {
      if (keystore.isKeyEntry(alias)) {
        keys.add(alias);
      }
    }
    Optional<String> wanted = settings.keystoreAlias();
    if (wanted.isPresent()) {
      if (keystore.isKeyEntry(wanted.get())) {
        return wanted.get();
      }
    } else if (keys.size() == 1) {
      return keys.getFirst();
    }
    throw new WrongSettingException(
        where
            + ", which has the private keys "
            + keys.stream().sorted().collect(Collectors.joining(", ", "[", "]"))
            + "; name one of them by "
            + ALIAS
            + ".");
  }

  private static WrongSettingException unreadable(String where, IOException failed) {
    String why = failed instanceof NoSuchFileException ? "is not there" : "cannot be read";
    return new WrongSettingException(where + ", which " + why + ".", failed);
  }
}

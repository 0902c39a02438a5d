package imprint.attestation;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The key that this server signs with: {@code imprint.signing.key-file} or {@code
 * imprint.signing.keystore}, or the variables {@code IMPRINT_SIGNING_KEY_FILE} and so on.
 */
@ConfigMapping(prefix = "imprint.signing")
interface SigningSettings {
  /** A private key in PEM (PKCS#8, not encrypted). */
  Optional<Path> keyFile();

  /** A PKCS#12 file. */
  Optional<Path> keystore();

  Optional<String> keystorePassword();

  /** Which key of the keystore, when it has several. */
  Optional<String> keystoreAlias();
}

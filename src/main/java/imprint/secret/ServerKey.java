package imprint.secret;

import imprint.failure.WrongSettingException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The secret of this installation, from which a key is derived for each purpose. It is the setting
 * {@code imprint.server-key} (at least 32 bytes in base64), which servers of one database share;
 * without it a random one is made at the first start and kept in {@code <data>/secret/server-key}.
 */
@ApplicationScoped
public class ServerKey {
  private static final String SETTING = "imprint.server-key";

  private static final int BYTES = 32;

  private final SecretKey key;

  /**
   * The key of a configuration.
   *
   * @throws WrongSettingException when the setting, or what the file holds, is no such key
   */
  public ServerKey(
      @ConfigProperty(name = SETTING) Optional<String> setting,
      @ConfigProperty(name = "imprint.data") Path data) {
    byte[] bytes =
        setting
            .filter(text -> !text.isBlank())
            .map(text -> decoded(text, "The setting imprint.server-key (IMPRINT_SERVER_KEY)"))
            .orElseGet(() -> kept(file(data)));
    this.key = new SecretKeySpec(bytes, "HKDF");
  }

  /** Where the key of a data folder is kept. */
  public static Path file(Path data) {
    return data.resolve("secret/server-key");
  }

  /** Returns when there is a key: whoever asks at the start learns at once that there is none. */
  public void require() {
    Objects.requireNonNull(key);
  }

  /** A key of 32 bytes for one purpose, always the same; keys of other purposes do not tell it. */
  public byte[] derive(String purpose) {
    try {
      return KDF.getInstance("HKDF-SHA256")
          .deriveData(
              HKDFParameterSpec.ofExtract()
                  .addIKM(key)
                  .thenExpand(("imprint " + purpose).getBytes(StandardCharsets.UTF_8), BYTES));
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException(missing);
    }
  }

  private static byte[] kept(Path file) {
    try {
      return decoded(new SecretFile(file).kept(SecretFile::random), "The file " + file);
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot keep the server's key " + file, failed);
    }
  }

  /** What base64 of either alphabet holds, with or without its padding. */
  private static byte[] decoded(String text, String where) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text.strip().replace('-', '+').replace('_', '/'));
    } catch (IllegalArgumentException notBase64) {
      throw new WrongSettingException(where + " is not base64; make one: openssl rand -base64 32");
    }
    if (bytes.length < BYTES) {
      throw new WrongSettingException(
          where + " has less than 32 bytes; make one: openssl rand -base64 32");
    }
    return bytes;
  }
}

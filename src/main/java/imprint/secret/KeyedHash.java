package imprint.secret;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA-256 (RFC 2104) under a key derived from the server's for one purpose. */
public final class KeyedHash {
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  /** The hash of a purpose; hashes of other purposes do not tell it. */
  public KeyedHash(ServerKey serverKey, String purpose) {
    this.key = new SecretKeySpec(serverKey.derive(purpose), ALGORITHM);
  }

  /** The 32 bytes that stand for a message. */
  public byte[] of(byte[] message) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(message);
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException(missing);
    }
  }
}

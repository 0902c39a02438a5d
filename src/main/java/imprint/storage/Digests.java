package imprint.storage;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Digests that every Java runtime has. */
public final class Digests {
  public static final String SHA_256 = "SHA-256";

  private Digests() {}

  public static MessageDigest sha256() {
    return of(SHA_256);
  }

  public static MessageDigest of(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }
}

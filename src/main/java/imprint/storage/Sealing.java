package imprint.storage;

import imprint.failure.Failure;
import imprint.secret.ServerKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Keeps secret keys of storages from whoever reads the database: AES-256-GCM under a key derived
 * from the server's, with a random nonce, bound to the storage's name, so that a sealed secret is
 * of no use in another row.
 */
@ApplicationScoped
class Sealing {
  private static final String PURPOSE = "storage-credentials";
  private static final String CIPHER = "AES/GCM/NoPadding";

  /** The first byte of what is sealed in this way: 1, 12 bytes of nonce, text and tag. */
  private static final byte FORMAT = 1;

  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private final SecureRandom random = new SecureRandom();
  private final ServerKey serverKey;

  Sealing(ServerKey serverKey) {
    this.serverKey = serverKey;
  }

  byte[] seal(String secret, String storage) {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    try {
      byte[] text =
          cipher(Cipher.ENCRYPT_MODE, nonce, storage)
              .doFinal(secret.getBytes(StandardCharsets.UTF_8));
      byte[] sealed = new byte[1 + NONCE + text.length];
      sealed[0] = FORMAT;
      System.arraycopy(nonce, 0, sealed, 1, NONCE);
      System.arraycopy(text, 0, sealed, 1 + NONCE, text.length);
      return sealed;
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException(missing);
    }
  }

  /** What is sealed already when it holds this very secret, else the secret sealed anew. */
  byte[] resealed(byte @Nullable [] sealed, String secret, String storage) {
    try {
      if (sealed != null && open(sealed, storage).equals(secret)) {
        return sealed;
      }
    } catch (Failure.Unavailable otherKey) {
      // the new secret takes its place
    }
    return seal(secret, storage);
  }

  /**
   * The secret that was sealed for this storage.
   *
   * @throws Failure.Unavailable when it was sealed with another server's key, or altered
   */
  String open(byte[] sealed, String storage) {
    if (sealed.length <= 1 + NONCE || sealed[0] != FORMAT) {
      throw unopened(storage, new AEADBadTagException("not a sealed secret"));
    }
    try {
      byte[] text =
          cipher(Cipher.DECRYPT_MODE, Arrays.copyOfRange(sealed, 1, 1 + NONCE), storage)
              .doFinal(sealed, 1 + NONCE, sealed.length - 1 - NONCE);
      return new String(text, StandardCharsets.UTF_8);
    } catch (GeneralSecurityException wrong) {
      throw unopened(storage, wrong);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String storage) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(
        mode,
        new SecretKeySpec(serverKey.derive(PURPOSE), "AES"),
        new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(storage.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private static Failure.Unavailable unopened(String storage, GeneralSecurityException cause) {
    return new Failure.Unavailable(
        "The secret key of the storage '"
            + storage
            + "' cannot be read: it was sealed with another server key. Set it anew, or give this"
            + " server the key it had.",
        cause);
  }
}

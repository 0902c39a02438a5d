package imprint.attestation;

import imprint.failure.Failure;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A public key on P-256; its signatures are ECDSA with SHA-256, in DER. */
public final class VerificationKey {
  static final String SIGNATURE = "SHA256withECDSA";
  private static final String LABEL = "PUBLIC KEY";

  private final ECPublicKey key;
  private final String pem;
  private final String id;

  VerificationKey(ECPublicKey key) {
    this.key = key;
    this.pem = Pem.text(LABEL, key.getEncoded());
    byte[] text = pem.getBytes(StandardCharsets.US_ASCII);
    this.id = HexFormat.of().formatHex(ManifestDigest.sha256().digest(text));
  }

  /**
   * The public keys of a PEM text, one at least.
   *
   * @throws Failure.Invalid naming {@code key}, when it has none or one of another kind
   */
  public static List<VerificationKey> read(String text) {
    List<VerificationKey> keys = new ArrayList<>();
    for (Pem.Block block : Pem.blocks(text)) {
      if (block.label().equals(LABEL)) {
        keys.add(new VerificationKey(decoded(block.der())));
      }
    }
    if (keys.isEmpty()) {
      throw new Failure.Invalid("key", "There is no public key in PEM.");
    }
    return keys;
  }

  private static ECPublicKey decoded(byte[] der) {
    try {
      if (KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(der))
              instanceof ECPublicKey key
          && P256.holds(key)) {
        return key;
      }
    } catch (GeneralSecurityException ofAnotherKind) {
      // told below
    }
    throw new Failure.Invalid("key", "A public key is not of the curve P-256.");
  }

  /** Hex SHA-256 of {@link #pem}; what model_signing calls the hint of a key. */
  public String id() {
    return id;
  }

  /** Its PEM text with lines of 64 characters, as OpenSSL writes it. */
  public String pem() {
    return pem;
  }

  /** Whether this is the signature of what the pieces are together. */
  boolean verifies(byte[] signature, byte[]... pieces) {
    try {
      Signature verification = Signature.getInstance(SIGNATURE);
      verification.initVerify(key);
      for (byte[] piece : pieces) {
        verification.update(piece);
      }
      return verification.verify(signature);
    } catch (SignatureException malformed) {
      return false;
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException(missing);
    }
  }
}

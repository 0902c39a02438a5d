package imprint.attestation;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;

/** A private key on P-256, and the public one that goes with it. */
public final class SigningKey {
  static final String LABEL = "PRIVATE KEY";
  private static final byte[] TRIAL = "a key signs".getBytes(StandardCharsets.US_ASCII);

  private final ECPrivateKey key;
  private final VerificationKey verification;

  /**
   * The pair of a private key, which proves itself by a signature.
   *
   * @throws GeneralSecurityException when it is of another curve, or none
   */
  SigningKey(ECPrivateKey key) throws GeneralSecurityException {
    if (!P256.holds(key)) {
      throw new InvalidKeyException("not of the curve P-256");
    }
    this.key = key;
    byte[] signature = signature(key, TRIAL);
    for (ECPublicKey candidate : P256.publicKeys(key)) {
      VerificationKey tried = new VerificationKey(candidate);
      if (tried.verifies(signature, TRIAL)) {
        this.verification = tried;
        return;
      }
    }
    throw new InvalidKeyException("no private key of P-256");
  }

  /** A new one. */
  public static SigningKey random() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(P256.NAME));
      return new SigningKey((ECPrivateKey) generator.generateKeyPair().getPrivate());
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException(missing);
    }
  }

  public VerificationKey verification() {
    return verification;
  }

  /** The signature, ECDSA with SHA-256 in DER, of what the pieces are together. */
  byte[] sign(byte[]... pieces) {
    try {
      return signature(key, pieces);
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException(missing);
    }
  }

  /** The private key in PEM (PKCS#8). */
  String secretPem() {
    return Pem.text(LABEL, key.getEncoded());
  }

  private static byte[] signature(ECPrivateKey key, byte[]... pieces)
      throws GeneralSecurityException {
    Signature signature = Signature.getInstance(VerificationKey.SIGNATURE);
    signature.initSign(key);
    for (byte[] piece : pieces) {
      signature.update(piece);
    }
    return signature.sign();
  }
}

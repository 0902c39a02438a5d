package imprint.attestation;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.interfaces.ECKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.List;
import javax.crypto.KeyAgreement;

/** The one curve of the keys here: P-256 of FIPS 186-5, also called secp256r1 or prime256v1. */
final class P256 {
  static final String NAME = "secp256r1";

  private static final ECParameterSpec CURVE = curve();
  private static final BigInteger PRIME = ((ECFieldFp) CURVE.getCurve().getField()).getP();

  private P256() {}

  static boolean holds(ECKey key) {
    ECParameterSpec other = key.getParams();
    return other.getCurve().equals(CURVE.getCurve())
        && other.getGenerator().equals(CURVE.getGenerator())
        && other.getOrder().equals(CURVE.getOrder());
  }

  /**
   * The two public keys one of which belongs to a private key: ECDH with the curve's generator
   * tells the first coordinate of the product, the curve's equation the two that go with it.
   */
  static List<ECPublicKey> publicKeys(ECPrivateKey key) throws GeneralSecurityException {
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
    agreement.init(key);
    agreement.doPhase(publicKey(CURVE.getGenerator()), true);
    BigInteger x = new BigInteger(1, agreement.generateSecret());
    BigInteger square =
        x.pow(3).add(CURVE.getCurve().getA().multiply(x)).add(CURVE.getCurve().getB()).mod(PRIME);
    // the prime is 3 modulo 4
    BigInteger y = square.modPow(PRIME.add(BigInteger.ONE).shiftRight(2), PRIME);
    if (!y.multiply(y).mod(PRIME).equals(square)) {
      throw new InvalidKeyException("not a point of the curve");
    }
    return List.of(publicKey(new ECPoint(x, y)), publicKey(new ECPoint(x, PRIME.subtract(y))));
  }

  private static ECPublicKey publicKey(ECPoint point) throws GeneralSecurityException {
    return (ECPublicKey)
        KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, CURVE));
  }

  private static ECParameterSpec curve() {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec(NAME));
      return parameters.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException(missing);
    }
  }
}

package imprint.access;

import imprint.secret.ServerKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What the database keeps of a token's secret: its HMAC-SHA-256 under a key derived from the
 * server's, so that whoever reads the database can neither use a token nor plant one. The secret is
 * random, so no slow hash is needed.
 */
@ApplicationScoped
class SecretHash {
  private static final String PURPOSE = "api-tokens";
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  SecretHash(ServerKey serverKey) {
    this.key = new SecretKeySpec(serverKey.derive(PURPOSE), ALGORITHM);
  }

  byte[] of(String secret) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(secret.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException(missing);
    }
  }
}

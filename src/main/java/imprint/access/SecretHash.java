package imprint.access;

import imprint.secret.KeyedHash;
import imprint.secret.ServerKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;

/**
 * What the database keeps of a token's secret: its HMAC-SHA-256 under a key derived from the
 * server's, so that whoever reads the database can neither use a token nor plant one. The secret is
 * random, so no slow hash is needed.
 */
@ApplicationScoped
class SecretHash {
  private final KeyedHash hash;

  SecretHash(ServerKey serverKey) {
    this.hash = new KeyedHash(serverKey, "api-tokens");
  }

  byte[] of(String secret) {
    return hash.of(secret.getBytes(StandardCharsets.UTF_8));
  }
}

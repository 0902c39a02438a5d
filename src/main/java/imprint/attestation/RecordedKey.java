package imprint.attestation;

import java.time.Instant;

/**
 * A public key that signed, or will.
 *
 * @param id hex SHA-256 of {@code pem}
 * @param isCurrent whether the server that was asked signs with it now
 */
public record RecordedKey(String id, String pem, Instant createdAt, boolean isCurrent) {
  /** What its signatures are: ECDSA on P-256 with SHA-256. */
  public static final String ALGORITHM = "ecdsa-p256-sha256";
}

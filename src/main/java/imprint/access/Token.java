package imprint.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A token without its secret, which only its owner has.
 *
 * @param id the number that its text begins with, as in {@code imp_12_…}
 * @param createdBy the name of the token that made it
 * @param expiresAt null when it never does
 * @param lastUsedAt to the minute; null when it never was
 */
public record Token(
    long id,
    String name,
    Role role,
    String createdBy,
    Instant createdAt,
    @Nullable Instant expiresAt,
    @Nullable Instant lastUsedAt,
    State state) {
  /** Whether a token lets anybody in. */
  public enum State {
    ACTIVE,
    EXPIRED,
    REVOKED
  }

  static Token of(TokenEntity row, Instant now) {
    if (row.id == null) {
      throw new IllegalStateException("the token was not stored");
    }
    return new Token(
        row.id,
        row.name,
        Role.of(row.role),
        row.createdBy,
        row.createdAt,
        row.expiresAt,
        row.lastUsedAt,
        state(row, now));
  }

  private static State state(TokenEntity row, Instant now) {
    if (row.revokedAt != null) {
      return State.REVOKED;
    }
    return row.expiresAt == null || now.isBefore(row.expiresAt) ? State.ACTIVE : State.EXPIRED;
  }
}

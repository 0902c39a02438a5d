package imprint.access;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code api_token}. */
@Entity
@Table(name = "api_token")
class TokenEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Nullable Long id;

  @Column(nullable = false, updatable = false)
  String name = "";

  @Column(nullable = false, updatable = false)
  String role = "";

  @Column(name = "secret_hash", nullable = false, updatable = false)
  byte[] secretHash = {};

  @Column(name = "created_by", nullable = false, updatable = false)
  String createdBy = "";

  @Column(name = "created_at", nullable = false, updatable = false)
  Instant createdAt = Instant.EPOCH;

  @Column(name = "expires_at", updatable = false)
  @Nullable Instant expiresAt;

  @Column(name = "last_used_at", insertable = false, updatable = false)
  @Nullable Instant lastUsedAt;

  @Column(name = "revoked_at")
  @Nullable Instant revokedAt;
}

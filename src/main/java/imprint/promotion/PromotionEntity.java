package imprint.promotion;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.Nullable;

/** A row of {@code promotion}. */
@Entity
@Table(name = "promotion")
class PromotionEntity {
  private static final String AS_JSON = "?::json";

  @Id UUID id = new UUID(0, 0);

  @Column(name = "project_id", nullable = false, updatable = false)
  long projectId;

  @Column(name = "model_id", nullable = false, updatable = false)
  long modelId;

  @Column(name = "version_id")
  @Nullable Long versionId;

  @Column(name = "run_id", nullable = false, updatable = false)
  String runId = "";

  @Column(nullable = false, updatable = false)
  String path = "";

  @Column(updatable = false)
  @Nullable String channel;

  @Column(nullable = false)
  String state = "pending";

  @Column(nullable = false, updatable = false)
  @ColumnTransformer(write = AS_JSON)
  String request = "{}";

  @Column(nullable = false)
  @ColumnTransformer(write = AS_JSON)
  String verdict = "{}";

  @Column(nullable = false, updatable = false)
  @ColumnTransformer(write = AS_JSON)
  String policies = "[]";

  @Column(nullable = false, updatable = false)
  @ColumnTransformer(write = AS_JSON)
  String approvals = "{}";

  @Column(name = "requested_by", nullable = false, updatable = false)
  String requestedBy = "";

  @Column(name = "requested_at", nullable = false, updatable = false)
  Instant requestedAt = Instant.EPOCH;

  @Column(name = "decided_at")
  @Nullable Instant decidedAt;

  @Column(name = "expires_at")
  @Nullable Instant expiresAt;
}

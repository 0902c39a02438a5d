package imprint.promotion;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code promotion_approval}; rows are only added. */
@Entity
@Table(name = "promotion_approval")
class ApprovalEntity {
  static final String APPROVE = "approve";
  static final String REJECT = "reject";

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Nullable Long id;

  @Column(name = "promotion_id", nullable = false, updatable = false)
  UUID promotionId = new UUID(0, 0);

  @Column(nullable = false, updatable = false)
  String decision = APPROVE;

  @Column(nullable = false, updatable = false)
  String comment = "";

  @Column(nullable = false, updatable = false)
  String actor = "";

  @Column(nullable = false, updatable = false)
  String role = "";

  @Column(name = "decided_at", nullable = false, updatable = false)
  Instant decidedAt = Instant.EPOCH;

  Promotion.Approval value() {
    return new Promotion.Approval(decision, comment, actor, role, decidedAt);
  }
}

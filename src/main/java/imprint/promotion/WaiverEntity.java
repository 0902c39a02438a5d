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

/** A row of {@code promotion_waiver}; rows are only added. */
@Entity
@Table(name = "promotion_waiver")
class WaiverEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Nullable Long id;

  @Column(name = "promotion_id", nullable = false, updatable = false)
  UUID promotionId = new UUID(0, 0);

  @Column(nullable = false, updatable = false)
  String rule = "";

  @Column(nullable = false, updatable = false)
  String reason = "";

  @Column(nullable = false, updatable = false)
  String actor = "";

  @Column(nullable = false, updatable = false)
  String role = "";

  @Column(name = "waived_at", nullable = false, updatable = false)
  Instant waivedAt = Instant.EPOCH;

  Promotion.GivenWaiver value() {
    return new Promotion.GivenWaiver(rule, reason, actor, role, waivedAt);
  }
}

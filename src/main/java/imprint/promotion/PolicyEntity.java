package imprint.promotion;

import imprint.policy.PolicyFormat;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A row of {@code policy}; rows are only added. */
@Entity
@Table(name = "policy")
class PolicyEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Nullable Long id;

  @Column(name = "project_id", nullable = false, updatable = false)
  long projectId;

  @Column(name = "model_id", updatable = false)
  @Nullable Long modelId;

  @Column(updatable = false)
  @Nullable String channel;

  @Column(nullable = false, updatable = false)
  int revision;

  @Column(nullable = false, updatable = false)
  String format = "yaml";

  @Column(nullable = false, updatable = false)
  String text = "";

  @Column(nullable = false, updatable = false)
  byte[] digest = new byte[0];

  @Column(nullable = false, updatable = false)
  String author = "";

  @Column(nullable = false, updatable = false)
  String reason = "";

  @Column(name = "created_at", nullable = false, updatable = false)
  Instant createdAt = Instant.EPOCH;

  PolicyText value() {
    return new PolicyText(
        revision,
        PolicyFormat.valueOf(format.toUpperCase(Locale.ROOT)),
        text,
        HexFormat.of().formatHex(digest),
        author,
        reason,
        createdAt);
  }
}

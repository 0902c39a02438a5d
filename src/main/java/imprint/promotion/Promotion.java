package imprint.promotion;

import imprint.policy.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A promotion that was judged.
 *
 * @param number of the version that came of it; null for what was refused
 * @param runId the candidate; empty for a version without one
 * @param request as it was asked
 * @param policies the texts that judged it
 * @param missing approvals that are still to come
 * @param decided when it ended; null while it is pending
 * @param expires until when approvals may come; null for ever
 */
public record Promotion(
    UUID id,
    String model,
    @Nullable Integer number,
    @Nullable String semver,
    String runId,
    String path,
    @Nullable String channel,
    State state,
    PromotionRequest request,
    Verdict verdict,
    List<JudgedBy> policies,
    List<Approval> approvals,
    List<GivenWaiver> waivers,
    List<Missing> missing,
    String requestedBy,
    Instant requested,
    @Nullable Instant decided,
    @Nullable Instant expires) {
  /** What became of it. */
  public enum State {
    PENDING,
    APPROVED,
    REFUSED,
    REJECTED,
    EXPIRED;

    /** As it is kept and shown. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }

    static State of(String word) {
      return valueOf(word.toUpperCase(java.util.Locale.ROOT));
    }
  }

  /** A policy as it was when it judged. */
  public record JudgedBy(String scope, int revision, String format, String digest, String text) {}

  /** A decision of a person. */
  public record Approval(String decision, String comment, String actor, String role, Instant at) {}

  /** That a rule need not pass. */
  public record GivenWaiver(String rule, String reason, String actor, String role, Instant at) {}

  /** Approvals that one policy still asks for. */
  public record Missing(String policy, int count, List<String> roles) {}
}

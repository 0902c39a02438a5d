package imprint.policy;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How policies judged a candidate; this is its JSON, whose field names are stable.
 *
 * @param outcome {@code fail} when any rule fails; else {@code pending} when a check is still to
 *     come or approvals are demanded; else {@code pass}, as when all approvals came
 * @param rules of all policies, in their order
 */
public record Verdict(Outcome outcome, List<RuleVerdict> rules, ApprovalsDemanded approvals) {

  /**
   * How a rule came out.
   *
   * @param id the scope of its policy, a slash and the rule's id: {@code model/metric:auc:min}
   * @param kind the rule's key, such as {@code metric}
   * @param name for people, or null
   * @param wanted in words
   * @param actual a number or a text; null when there was nothing
   * @param message a sentence
   * @param evidence a link, or null
   * @param waivableBy roles that may waive it
   * @param waiver what was said of it, or null
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record RuleVerdict(
      String id,
      PolicyRevision policy,
      String kind,
      @Nullable String name,
      String wanted,
      @Nullable Value actual,
      Outcome outcome,
      String message,
      @Nullable String evidence,
      @JsonProperty("waivable_by") List<String> waivableBy,
      Waivers.@Nullable Waiver waiver) {}

  /** Which text judged. */
  public record PolicyRevision(String scope, int revision) {}

  /** The same when all approvals came. */
  public Verdict approved() {
    return new Verdict(Outcome.PASS, rules, approvals);
  }

  /** Whether nothing but approvals is missing. */
  @JsonIgnore
  public boolean isUpToPeople() {
    return rules.stream()
        .noneMatch(rule -> rule.outcome() == Outcome.FAIL || rule.outcome() == Outcome.PENDING);
  }
}

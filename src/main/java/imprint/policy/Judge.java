package imprint.policy;

import imprint.policy.Verdict.PolicyRevision;
import imprint.policy.Verdict.RuleVerdict;
import imprint.policy.Waivers.Waiver;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Judges facts by policies. All rules of all policies have to pass. The same facts, policies and
 * waivers give the same verdict; no rule fails otherwise than with an outcome.
 */
@ApplicationScoped
public class Judge {

  /**
   * The verdict.
   *
   * @param policies in the order of their rules in the verdict
   * @param waivers those of a role that the rule's policy does not name are passed over
   */
  public Verdict judge(List<AppliedPolicy> policies, Facts facts, Waivers waivers) {
    List<RuleVerdict> rules = new ArrayList<>();
    for (AppliedPolicy policy : policies) {
      for (Rule rule : policy.document().rules()) {
        rules.add(verdict(policy, rule, finding(rule, facts), waivers));
      }
    }
    ApprovalsDemanded approvals = ApprovalsDemanded.by(policies);
    return new Verdict(overall(rules, approvals), List.copyOf(rules), approvals);
  }

  private static Finding finding(Rule rule, Facts facts) {
    if (rule.when().isEmpty()) {
      return rule.demand().judge(facts);
    }
    Expression when = rule.when().get();
    return switch (when.evaluate(facts)) {
      case Expression.Answer answer when answer.isTrue() -> rule.demand().judge(facts);
      case Expression.Answer no ->
          new Finding(
              Outcome.SKIPPED,
              "when " + when.source(),
              Optional.empty(),
              "the rule does not hold here",
              Optional.empty());
      case Expression.Broken broken ->
          Finding.absent(
              false, "when " + when.source(), "the condition has no answer: " + broken.reason());
    };
  }

  private static RuleVerdict verdict(
      AppliedPolicy policy, Rule rule, Finding finding, Waivers waivers) {
    String id = policy.scope() + "/" + rule.id();
    List<String> waivableBy = policy.document().waiverRoles();
    boolean needsWaiver = finding.outcome() == Outcome.FAIL || finding.outcome() == Outcome.PENDING;
    Optional<Waiver> waiver =
        Optional.ofNullable(waivers.byRule().get(id))
            .filter(given -> needsWaiver && waivableBy.contains(given.role()));
    return new RuleVerdict(
        id,
        new PolicyRevision(policy.scope(), policy.revision()),
        rule.demand().kind().key(),
        rule.name().orElse(null),
        finding.wanted(),
        finding.actual().orElse(null),
        waiver.isPresent() ? Outcome.WAIVED : finding.outcome(),
        finding.message(),
        finding.evidence().orElse(null),
        waivableBy,
        waiver.orElse(null));
  }

  private static Outcome overall(List<RuleVerdict> rules, ApprovalsDemanded approvals) {
    if (rules.stream().anyMatch(rule -> rule.outcome() == Outcome.FAIL)) {
      return Outcome.FAIL;
    }
    boolean waits =
        approvals.count() > 0 || rules.stream().anyMatch(rule -> rule.outcome() == Outcome.PENDING);
    return waits ? Outcome.PENDING : Outcome.PASS;
  }
}

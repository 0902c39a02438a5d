package imprint.policy;

import java.util.List;
import java.util.Optional;

/**
 * A policy that was read: what it demands of a candidate, and of people. It never changes and may
 * be shared between threads.
 *
 * @param rules at most 200, in the order of the text
 * @param approvals empty when none are needed
 * @param waiverRoles who may waive its rules
 */
public record PolicyDocument(
    List<Rule> rules, Optional<Approvals> approvals, List<String> waiverRoles) {

  /**
   * The approvals that a policy asks for.
   *
   * @param count from 0 to 20
   * @param roles each approval comes from one of these
   * @param notAuthor whether who made the candidate may not approve it
   * @param expire how long approvals are waited for; empty for ever
   */
  public record Approvals(int count, List<String> roles, boolean notAuthor, Optional<Span> expire) {
    static final int MOST = 20;
  }

  /** In their order. */
  public List<String> ruleIds() {
    return rules.stream().map(Rule::id).toList();
  }
}

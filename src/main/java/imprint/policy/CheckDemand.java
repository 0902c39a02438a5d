package imprint.policy;

import imprint.policy.CandidateFacts.CheckFacts;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A check was reported with a status. One that still runs leaves the rule pending. */
record CheckDemand(String name, String status) implements Demand {
  private static final Set<String> STILL_TO_COME = Set.of("pending", "queued", "running");

  static CheckDemand read(Fields fields) {
    return new CheckDemand(
        TextDemand.subject(fields, RuleKind.CHECK), fields.text("status").orElse("passed"));
  }

  @Override
  public RuleKind kind() {
    return RuleKind.CHECK;
  }

  @Override
  public List<String> idParts() {
    return List.of(name);
  }

  @Override
  public Finding judge(Facts facts) {
    Optional<CheckFacts> found =
        facts.candidate().checks().get().stream()
            .filter(check -> check.name().equals(name))
            .findFirst();
    if (found.isEmpty()) {
      return Finding.absent(false, status, "the check %s was not reported".formatted(name));
    }
    CheckFacts check = found.get();
    String by = check.issuer().isEmpty() ? "" : " by " + check.issuer();
    String message = "the check %s is %s%s, wanted %s".formatted(name, check.status(), by, status);
    boolean passes = check.status().equals(status);
    Outcome outcome =
        passes
            ? Outcome.PASS
            : STILL_TO_COME.contains(check.status()) ? Outcome.PENDING : Outcome.FAIL;
    return new Finding(
            outcome, status, Optional.of(new Value.Text(check.status())), message, Optional.empty())
        .at(check.url());
  }
}

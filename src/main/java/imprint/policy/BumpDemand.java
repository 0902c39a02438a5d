package imprint.policy;

import imprint.policy.DocumentNode.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The semantic version rises by enough and not by too much. Without a version before it there is
 * nothing to judge.
 *
 * @param honoursContract whether it rises by at least what the change of the contract demands
 */
record BumpDemand(boolean honoursContract, Optional<BumpLevel> atLeast, Optional<BumpLevel> atMost)
    implements Demand {
  private static final String CONTRACT = "contract";
  private static final String LEVELS = "patch, minor or major";

  static BumpDemand read(Fields fields) {
    DocumentNode node = fields.required(RuleKind.BUMP.key());
    if (node instanceof Scalar scalar) {
      if (!scalar.text().equals("at_least_contract")) {
        throw node.at()
            .error("expected 'bump' to be at_least_contract, or an object of at_least and at_most");
      }
      return new BumpDemand(true, Optional.empty(), Optional.empty());
    }
    Fields bump = Fields.of(node, "'bump'");
    bump.only("at_least", "at_most");
    if (bump.keys().isEmpty()) {
      throw node.at().error("expected at_least or at_most in 'bump'");
    }
    boolean contract = bump.node("at_least").filter(BumpDemand::isContract).isPresent();
    return new BumpDemand(
        contract,
        contract
            ? Optional.empty()
            : bump.parsed("at_least", BumpLevel::read, "contract, " + LEVELS),
        bump.parsed("at_most", BumpLevel::read, LEVELS));
  }

  private static boolean isContract(DocumentNode node) {
    return node instanceof Scalar scalar && scalar.text().equals(CONTRACT);
  }

  @Override
  public RuleKind kind() {
    return RuleKind.BUMP;
  }

  @Override
  public List<String> idParts() {
    List<String> parts = new ArrayList<>();
    if (honoursContract || atLeast.isPresent()) {
      parts.add("at_least");
    }
    atMost.ifPresent(level -> parts.add("at_most"));
    return parts;
  }

  @Override
  public Finding judge(Facts facts) {
    if (facts.bump().isEmpty()) {
      return Finding.absent(true, wanted(), "there is no version before it");
    }
    Facts.Bump bump = facts.bump().get();
    BumpLevel level = bump.effective();
    if (honoursContract && level.compareTo(bump.derived()) < 0) {
      String reasons = bump.reasons().isEmpty() ? "" : ": " + String.join("; ", bump.reasons());
      return Finding.of(
          false,
          "at least " + bump.derived().text(),
          level.text(),
          "the contract changed by %s, so %s is too little%s"
              .formatted(bump.derived().text(), level.text(), reasons));
    }
    boolean passes =
        atLeast.map(least -> level.compareTo(least) >= 0).orElse(true)
            && atMost.map(most -> level.compareTo(most) <= 0).orElse(true);
    return Finding.of(
        passes, wanted(), level.text(), "the bump is " + level.text() + ", wanted " + wanted());
  }

  private String wanted() {
    List<String> parts = new ArrayList<>();
    if (honoursContract) {
      parts.add("at least what the contract demands");
    }
    atLeast.ifPresent(level -> parts.add("at least " + level.text()));
    atMost.ifPresent(level -> parts.add("at most " + level.text()));
    return String.join(" and ", parts);
  }
}

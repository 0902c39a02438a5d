package imprint.policy;

import imprint.policy.DocumentNode.Sequence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the rules of a policy and gives each its id. */
final class RuleReader {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.:-]{0,99}");

  private final ExpressionCompiler expressions;

  RuleReader(ExpressionCompiler expressions) {
    this.expressions = expressions;
  }

  List<Rule> read(DocumentNode node) {
    if (!(node instanceof Sequence sequence)) {
      throw node.at().error("expected 'rules' to be a list, found " + node.noun());
    }
    List<DocumentNode> items = sequence.items();
    if (items.size() > DocumentLimits.RULES) {
      throw items
          .get(DocumentLimits.RULES)
          .at()
          .error("a policy has at most %d rules".formatted(DocumentLimits.RULES));
    }
    List<Fields> objects = items.stream().map(item -> Fields.of(item, "a rule")).toList();
    Set<String> ids = givenIds(objects);
    List<Rule> rules = new ArrayList<>();
    for (Fields fields : objects) {
      Demand demand = demand(fields);
      rules.add(
          new Rule(
              id(fields).orElseGet(() -> newId(demand, ids)),
              fields.text("name"),
              expression(fields, "when"),
              demand));
    }
    return List.copyOf(rules);
  }

  /** The ids that the text gives; those that it does not give make way for them. */
  private static Set<String> givenIds(List<Fields> objects) {
    Set<String> ids = new HashSet<>();
    for (Fields fields : objects) {
      id(fields)
          .ifPresent(
              id -> {
                if (!ids.add(id)) {
                  throw fields.at("id").error("two rules have the id '%s'".formatted(id));
                }
              });
    }
    return ids;
  }

  private static Optional<String> id(Fields fields) {
    return fields.parsed(
        "id",
        text -> Optional.of(text).filter(id -> ID.matcher(id).matches()),
        "up to 100 letters, digits and _ . : -");
  }

  private static String newId(Demand demand, Set<String> taken) {
    List<String> parts = new ArrayList<>(List.of(demand.kind().key()));
    parts.addAll(demand.idParts());
    String base = String.join(":", parts);
    String id = base;
    for (int next = 2; !taken.add(id); next++) {
      id = base + "-" + next;
    }
    return id;
  }

  private Demand demand(Fields fields) {
    RuleKind kind = kind(fields);
    fields.only(
        kind::takes,
        "one of "
            + String.join(", ", kind.operators())
            + (kind.operators().isEmpty() ? "" : ", ")
            + "id, name, when");
    return switch (kind) {
      case METRIC -> MetricDemand.read(fields);
      case PARAM, TAG -> TextDemand.read(fields, kind);
      case FILE -> FileDemand.read(fields);
      case SIGNATURE -> SignatureDemand.read(fields);
      case DATASET -> DatasetDemand.read(fields);
      case CHECK -> CheckDemand.read(fields);
      case BUMP -> BumpDemand.read(fields);
      case EXPRESSION ->
          new ExpressionDemand(
              expression(fields, "expr").orElseThrow(() -> fields.at().error("expected 'expr'")));
      case SOAK -> SoakDemand.read(fields);
      case FREEZE -> FreezeDemand.read(fields);
    };
  }

  /** The one kind of a rule; 'dataset' beside 'metric' is where the metric was measured. */
  private static RuleKind kind(Fields fields) {
    List<RuleKind> kinds =
        fields.keys().stream()
            .flatMap(key -> RuleKind.ofKey(key).stream())
            .filter(kind -> kind != RuleKind.DATASET || !fields.has(RuleKind.METRIC.key()))
            .toList();
    if (kinds.size() > 1) {
      throw fields
          .keyAt(kinds.get(1).key())
          .error(
              "a rule has one kind, this one has '%s' and '%s'"
                  .formatted(kinds.get(0).key(), kinds.get(1).key()));
    }
    if (kinds.isEmpty() && fields.has("forbid")) {
      return RuleKind.FILE;
    }
    if (kinds.isEmpty()) {
      throw fields.at().error("expected a rule with one of " + String.join(", ", RuleKind.keys()));
    }
    return kinds.getFirst();
  }

  private Optional<Expression> expression(Fields fields, String key) {
    // Longer than other texts; the compiler has its own limit.
    return fields.longText(key).map(source -> expressions.compile(source, fields.at(key)));
  }
}

package imprint.policy;

import java.util.List;

/** A CEL expression is true. */
record ExpressionDemand(Expression expression) implements Demand {

  @Override
  public RuleKind kind() {
    return RuleKind.EXPRESSION;
  }

  @Override
  public List<String> idParts() {
    return List.of();
  }

  @Override
  public Finding judge(Facts facts) {
    return switch (expression.evaluate(facts)) {
      case Expression.Answer answer ->
          Finding.of(
              answer.isTrue(),
              expression.source(),
              Boolean.toString(answer.isTrue()),
              "the expression is " + answer.isTrue());
      case Expression.Broken broken ->
          Finding.absent(
              false, expression.source(), "the expression has no answer: " + broken.reason());
    };
  }
}

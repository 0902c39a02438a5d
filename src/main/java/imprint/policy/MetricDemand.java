package imprint.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The latest value of a metric lies within bounds and is better than what a channel holds; a metric
 * without bounds has to be there. NaN passes nothing. Bounds are inclusive.
 *
 * @param dataset name or digest of the dataset that the value was measured on
 */
record MetricDemand(
    String metric,
    OptionalDouble min,
    OptionalDouble max,
    Optional<Comparison> comparison,
    Optional<String> dataset,
    List<String> operators)
    implements Demand {

  /**
   * @param by at least how much better; empty when any difference will do
   */
  record Comparison(String channel, Optional<Double> by, boolean lowerIsBetter) {}

  static MetricDemand read(Fields fields) {
    OptionalDouble min = bound(fields, "min");
    OptionalDouble max = bound(fields, "max");
    if (fields.has("between")) {
      if (min.isPresent() || max.isPresent()) {
        throw fields.keyAt("between").error("expected 'between' or 'min' and 'max', not both");
      }
      List<DocumentNode> ends = fields.items("between");
      if (ends.size() != 2) {
        throw fields.at("between").error("expected 'between' to be two numbers, as in [0.9, 1]");
      }
      min = OptionalDouble.of(Fields.number(ends.get(0), "between"));
      max = OptionalDouble.of(Fields.number(ends.get(1), "between"));
    }
    if (min.isPresent() && max.isPresent() && min.getAsDouble() > max.getAsDouble()) {
      throw fields.at().error("the least value is above the greatest");
    }
    List<String> operators =
        List.of("min", "max", "between", "better_than").stream().filter(fields::has).toList();
    return new MetricDemand(
        TextDemand.subject(fields, RuleKind.METRIC),
        min,
        max,
        comparison(fields),
        fields.anyText("dataset"),
        operators.isEmpty() ? List.of("present") : operators);
  }

  private static OptionalDouble bound(Fields fields, String key) {
    return fields.number(key).map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
  }

  private static Optional<Comparison> comparison(Fields fields) {
    Optional<String> channel = fields.text("better_than");
    for (String key : List.of("by", "lower_is_better")) {
      if (channel.isEmpty() && fields.has(key)) {
        throw fields.keyAt(key).error("expected 'better_than' beside '%s'".formatted(key));
      }
    }
    Optional<Double> by = fields.number("by");
    if (by.isPresent() && by.get() < 0) {
      throw fields
          .at("by")
          .error("expected 'by' to be 0 or more; with lower_is_better: true, less is better");
    }
    boolean lowerIsBetter = fields.truth("lower_is_better").orElse(false);
    return channel.map(name -> new Comparison(name, by, lowerIsBetter));
  }

  @Override
  public RuleKind kind() {
    return RuleKind.METRIC;
  }

  @Override
  public List<String> idParts() {
    List<String> parts = new ArrayList<>(List.of(metric));
    parts.addAll(operators);
    return parts;
  }

  @Override
  public Finding judge(Facts facts) {
    Optional<Double> found = facts.candidate().metrics().value(metric, dataset);
    if (found.isEmpty()) {
      return Finding.absent(false, wanted(), "the candidate has no metric " + subject());
    }
    double value = found.get();
    Value actual = Value.of(value);
    if (Double.isNaN(value)) {
      return Finding.of(false, wanted(), actual, subject() + " is NaN, which passes no rule");
    }
    boolean within =
        (min.isEmpty() || value >= min.getAsDouble())
            && (max.isEmpty() || value <= max.getAsDouble());
    String is = subject() + " is " + Numbers.text(value);
    if (!within || comparison.isEmpty()) {
      return Finding.of(within, wanted(), actual, is + ", wanted " + wanted());
    }
    return compare(comparison.get(), value, facts);
  }

  private Finding compare(Comparison than, double value, Facts facts) {
    Value actual = Value.of(value);
    ChannelFacts channel = facts.channels().get().get(than.channel());
    if (channel == null) {
      return Finding.of(
          false, wanted(), actual, "the model has no channel '%s'".formatted(than.channel()));
    }
    if (channel.holds().isEmpty()) {
      return Finding.of(
          true, wanted(), actual, than.channel() + " holds nothing yet to be better than");
    }
    ChannelFacts.Held held = channel.holds().get();
    String holder = than.channel() + " (" + held.semver() + ")";
    Optional<Double> other = held.metrics().value(metric, dataset);
    if (other.isEmpty()) {
      return Finding.of(false, wanted(), actual, holder + " has no metric " + subject())
          .at(held.link());
    }
    String message =
        "%s is %s and %s in %s, wanted %s"
            .formatted(subject(), Numbers.text(value), Numbers.text(other.get()), holder, wanted());
    return Finding.of(isBetter(than, value, other.get()), wanted(), actual, message)
        .at(held.link());
  }

  private static boolean isBetter(Comparison than, double value, double other) {
    double higher = than.lowerIsBetter() ? other : value;
    double lower = than.lowerIsBetter() ? value : other;
    if (than.by().isEmpty() || Double.isInfinite(higher) || Double.isInfinite(lower)) {
      // By nothing, the same will do; without a distance it will not. NaN is never better.
      return than.by().filter(by -> by == 0).isPresent() ? higher >= lower : higher > lower;
    }
    return !Double.isNaN(higher)
        && !Double.isNaN(lower)
        && Numbers.difference(higher, lower).compareTo(Numbers.decimal(than.by().get())) >= 0;
  }

  private String subject() {
    return dataset.map(name -> metric + " on " + name).orElse(metric);
  }

  private String wanted() {
    List<String> parts = new ArrayList<>();
    min.ifPresent(least -> parts.add("at least " + Numbers.text(least)));
    max.ifPresent(most -> parts.add("at most " + Numbers.text(most)));
    comparison.ifPresent(than -> parts.add(inWords(than)));
    return parts.isEmpty() ? "present" : String.join(" and ", parts);
  }

  private static String inWords(Comparison than) {
    String direction = than.lowerIsBetter() ? "lower" : "higher";
    if (than.by().isEmpty()) {
      return direction + " than in " + than.channel();
    }
    if (than.by().get() == 0) {
      return "no " + (than.lowerIsBetter() ? "higher" : "lower") + " than in " + than.channel();
    }
    return direction + " than in " + than.channel() + " by " + Numbers.text(than.by().get());
  }
}

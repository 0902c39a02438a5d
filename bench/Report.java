import java.util.List;
import java.util.Locale;

/** The tables of a run, as Markdown. */
final class Report {
  private Report() {}

  static String of(List<Scenario> scenarios, List<Target> targets) {
    StringBuilder text = new StringBuilder();
    rates(text, scenarios, targets);
    text.append("\nMilliseconds until the whole answer: the median and the 99th percentile under ");
    text.append("load, and the median of single requests without load (alone).\n\n");
    memory(text, targets);
    errors(text, scenarios, targets);
    return text.toString();
  }

  private static void rates(StringBuilder text, List<Scenario> scenarios, List<Target> targets) {
    StringBuilder rule = new StringBuilder("|---|");
    text.append("| request |");
    for (Target target : targets) {
      text.append(" %s /s | p50 | p99 | alone | errors |".formatted(target.name()));
      rule.append("--:|--:|--:|--:|--:|");
    }
    boolean pair = targets.size() == 2;
    text.append(pair ? " times |\n" : "\n").append(rule).append(pair ? "--:|\n" : "\n");
    for (Scenario scenario : scenarios) {
      text.append("| ").append(scenario.name()).append(" |");
      for (Target target : targets) {
        Measurement shown = target.measurement(scenario.name());
        text.append(
            " %s | %s | %s | %s | %d |"
                .formatted(
                    figure(shown.perSecond()),
                    figure(shown.median()),
                    figure(shown.slowest()),
                    figure(shown.alone()),
                    shown.errors()));
      }
      if (pair) {
        double ours = targets.getFirst().measurement(scenario.name()).perSecond();
        double theirs = targets.getLast().measurement(scenario.name()).perSecond();
        text.append(theirs > 0 ? " %s |".formatted(figure(ours / theirs)) : " – |");
      }
      text.append('\n');
    }
  }

  private static void memory(StringBuilder text, List<Target> targets) {
    text.append("| memory, MiB | server, started | server, peak ");
    text.append("| its PostgreSQL, started | its PostgreSQL, peak |\n|---|--:|--:|--:|--:|\n");
    targets.forEach(target -> text.append(target.memory()).append('\n'));
    text.append("\nResident set of the whole process tree (in brackets: proportional set).\n");
  }

  private static void errors(StringBuilder text, List<Scenario> scenarios, List<Target> targets) {
    double busiest = 0;
    for (Scenario scenario : scenarios) {
      for (Target target : targets) {
        Measurement shown = target.measurement(scenario.name());
        busiest = Math.max(busiest, shown.generator());
        if (shown.errors() > 0) {
          text.append(
              "\nError of %s in %s, first of %d: `%s`\n"
                  .formatted(target.name(), scenario.name(), shown.errors(), shown.firstError()));
        }
      }
    }
    text.append("\nThe load generator itself used at most %.2f processors.\n".formatted(busiest));
  }

  /** Three significant digits, which is more than such a measurement repeats. */
  static String figure(double value) {
    if (value == 0) {
      return "–";
    }
    int decimals = value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }
}

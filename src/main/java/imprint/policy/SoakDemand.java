package imprint.policy;

import java.time.Duration;
import java.util.List;

/**
 * The version has stood in another channel for some time, and still does. Going back to what a
 * channel held before is exempt.
 */
record SoakDemand(String channel, Span atLeast) implements Demand {

  static SoakDemand read(Fields fields) {
    Fields soak = Fields.of(fields.required(RuleKind.SOAK.key()), "'soak'");
    soak.only("channel", "at_least");
    return new SoakDemand(
        soak.text("channel")
            .orElseThrow(() -> soak.at().error("expected the key 'channel' in 'soak'")),
        soak.span("at_least")
            .orElseThrow(() -> soak.at().error("expected the key 'at_least' in 'soak'")));
  }

  @Override
  public RuleKind kind() {
    return RuleKind.SOAK;
  }

  @Override
  public List<String> idParts() {
    return List.of(channel);
  }

  @Override
  public Finding judge(Facts facts) {
    String wanted = "at least %s in %s".formatted(atLeast, channel);
    if (facts.isRollback()) {
      return Finding.absent(true, wanted, "going back needs no time in " + channel);
    }
    ChannelFacts found = facts.channels().get().get(channel);
    if (found == null) {
      return Finding.absent(false, wanted, "the model has no channel '%s'".formatted(channel));
    }
    if (found.holds().isEmpty()
        || facts.number().isEmpty()
        || found.holds().get().number() != facts.number().getAsInt()) {
      String holds = found.holds().map(held -> "holds " + held.semver()).orElse("holds nothing");
      return Finding.absent(false, wanted, "%s %s, not this version".formatted(channel, holds));
    }
    Duration stood = Duration.between(found.holds().get().since(), facts.now());
    String actual = Span.inWords(stood.isNegative() ? Duration.ZERO : stood);
    return Finding.of(
        stood.compareTo(atLeast.length()) >= 0,
        wanted,
        actual,
        "in %s for %s, wanted at least %s".formatted(channel, actual, atLeast));
  }
}
